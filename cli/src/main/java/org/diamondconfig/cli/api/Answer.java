/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.client.internal.edge.Transport.Reply;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.Md5;

/**
 * What a server answered, or somebody in its place. What is not as a Diamond says it ends the command with a sentence that names the
 * request. Confined to one thread.
 */
public final class Answer {

    private static final JsonObject NOTHING = Json.parseObject(new byte[] {'{', '}'});

    private final String request;
    private final Reply reply;
    private Told json;

    /** @param request for people: method and path */
    Answer(String request, Reply reply) {
        this.request = request;
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

    /** The epoch that it states. */
    public Epoch epoch() {
        try {
            return Epoch.parse(header("Diamond-Epoch").orElse(""));
        } catch (IllegalArgumentException e) {
            throw foreign("Diamond-Epoch: " + e.getMessage());
        }
    }

    /** The body as JSON. */
    public Told json() {
        if (json == null) {
            try {
                json = new Told(Json.parseObject(reply.body()), this::foreign);
            } catch (IllegalArgumentException e) {
                throw foreign(e.getMessage());
            }
        }
        return json;
    }

    /** The body as it is printed. */
    public Map<String, Object> object() {
        return json().members();
    }

    /** The objects of a list in the body, not to be changed; none if it is not there. Each has these integers. */
    public List<Map<String, Object>> rows(String member, String... integers) {
        List<Map<String, Object>> rows = json().has(member) ? json().rows(member) : List.of();
        for (Map<String, Object> row : rows) {
            for (String integer : integers) {
                if (!(row.get(integer) instanceof Long)) {
                    throw foreign(member + ": " + integer + ": integer expected");
                }
            }
        }
        return rows;
    }

    /** The same, each about a configuration, which it names. */
    public List<Map<String, Object>> configs(String member, String... integers) {
        List<Map<String, Object>> rows = rows(member, integers);
        for (Map<String, Object> row : rows) {
            try {
                ConfigKey.of(text(row, "namespace"), text(row, "group"), text(row, "dataId"));
            } catch (IllegalArgumentException e) {
                throw foreign(member + ": " + e.getMessage());
            }
        }
        return rows;
    }

    private static String text(Map<String, Object> row, String name) {
        if (row.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(name + ": text expected");
    }

    /** The code of the problem; empty if there is none. */
    public String code() {
        return problem().optionalString("code").orElse("");
    }

    /**
     * This, if it is no refusal and a Diamond's: with its epoch, or JSON, or nothing at all by a 204. Whatever else says that all is
     * well, a redirect or a page of a proxy, has not done what was asked.
     */
    public Answer required() {
        if (status() < 400) {
            return requiredOfDiamond();
        }
        Told problem = problem();
        String sentence = problem.optionalString("detail").orElse("HTTP " + status());
        String code = problem.optionalString("code").orElse("");
        if (code.isEmpty() && status() == 404) {
            throw foreign("HTTP 404 without a code");
        }
        throw new Refused(
                Exit.ofStatus(status()), code.isEmpty() ? sentence : code + ": " + sentence, problem.members());
    }

    private Answer requiredOfDiamond() {
        boolean good = status() >= 200 && status() < 300;
        boolean told = header("Diamond-Epoch").isPresent() || (status() == 204 && body().length == 0);
        if (!good) {
            throw foreign("HTTP " + status());
        }
        if (!told) {
            json(); // refuses what is none
        }
        return this;
    }

    /** The content of a key, whole: with the md5 that the answer states. */
    public byte[] content() {
        required();
        if (status() != 200 || !Md5.hex(body()).equals(header("Diamond-Md5").orElse(""))) {
            throw foreign("the content has not the md5 that is stated");
        }
        return body();
    }

    /** Whatever was asked for may have been done by whoever is behind that. */
    private Refused foreign(String what) {
        return new Refused(Exit.UNREACHABLE, "no Diamond answers there: " + request + ": " + what).open();
    }

    private Told problem() {
        JsonObject problem = NOTHING;
        try {
            problem = status() < 400 ? NOTHING : Json.parseObject(reply.body());
        } catch (IllegalArgumentException e) {
            // Then it is no Diamond's, and has no code.
        }
        return new Told(problem, this::foreign);
    }
}
