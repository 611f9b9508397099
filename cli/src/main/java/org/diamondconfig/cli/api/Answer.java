/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.JsonText;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.client.internal.edge.Transport.Reply;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;

/** What a server answered. Immutable. */
public final class Answer {

    private final Reply reply;

    Answer(Reply reply) {
        this.reply = reply;
    }

    /** The HTTP status. */
    public int status() {
        return reply.status();
    }

    /** The body. */
    public byte[] body() {
        return reply.body();
    }

    /** A header. */
    public Optional<String> header(String name) {
        return reply.header(name);
    }

    /** A number in a header; -1 if it is not there. */
    public long number(String name) {
        return reply.number(name).orElse(-1);
    }

    /** The body as JSON. */
    public JsonObject json() {
        try {
            return Json.parseObject(reply.body());
        } catch (IllegalArgumentException e) {
            throw new Refused(Exit.FAILED, "the answer cannot be read, is this a Diamond server? " + e.getMessage());
        }
    }

    /** The body as it is printed. */
    public Map<String, Object> object() {
        return JsonText.members(json());
    }

    /** The objects of a list in the body. */
    public List<Map<String, Object>> rows(String member) {
        JsonObject json = json();
        return json.has(member)
                ? json.objects(member).stream().map(JsonText::members).toList()
                : List.of();
    }

    /** The code of the problem; empty if there is none. */
    public String code() {
        return problem().optionalString("code").orElse("");
    }

    /** This, if it is not a refusal. */
    public Answer required() {
        if (status() < 400) {
            return this;
        }
        JsonObject problem = problem();
        String sentence = problem.optionalString("detail").orElse("HTTP " + status());
        String code = problem.optionalString("code").orElse("");
        if (code.isEmpty() && status() == 404) {
            throw new Refused(Exit.UNREACHABLE, "no Diamond answers there: HTTP 404 without a code");
        }
        throw new Refused(
                Exit.ofStatus(status()), code.isEmpty() ? sentence : code + ": " + sentence, JsonText.members(problem));
    }

    private JsonObject problem() {
        try {
            return status() < 400 ? Json.parseObject(new byte[] {'{', '}'}) : Json.parseObject(reply.body());
        } catch (IllegalArgumentException e) {
            return Json.parseObject(new byte[] {'{', '}'});
        }
    }
}
