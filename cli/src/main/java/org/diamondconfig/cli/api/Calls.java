/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.diamondconfig.cli.edge.Behind;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Progress;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.client.internal.Gateway;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonWriter;

/** One call, or one page after the other, being put together. Confined to one thread. */
public final class Calls {

    private static final String API = "/api/v1";
    private static final String LARGEST_PAGE = "500";

    private final Api api;
    private final String method;
    private final String path;
    private final Map<String, String> query = new LinkedHashMap<>();
    private final Map<String, String> headers = new HashMap<>();
    private byte[] body = {};
    private Path file;
    private boolean repeatable = true;

    Calls(Api api, String method, String path) {
        this.api = api;
        this.method = method;
        this.path = path;
    }

    static String randomHex() {
        byte[] id = new byte[16];
        new SecureRandom().nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    /** With this parameter; null is none. */
    public Calls with(String name, Object value) {
        if (value != null) {
            query.put(name, value.toString());
        }
        return this;
    }

    /** Without this parameter. */
    public Calls without(String name) {
        query.remove(name);
        return this;
    }

    /** About this key. */
    public Calls about(ConfigKey key) {
        return with("namespace", key.namespace()).with("group", key.group()).with("dataId", key.dataId());
    }

    /** With this header; null is none. */
    public Calls header(String name, String value) {
        if (value != null) {
            headers.put(name, value);
        }
        return this;
    }

    /** Made once, however often it is sent. */
    public Calls once() {
        return header("Idempotency-Key", randomHex());
    }

    /** Made by one server: if nobody knows what became of it, no other is asked, and the command ends so. For what has no key of its own. */
    public Calls unrepeated() {
        repeatable = false;
        return this;
    }

    /** With this content. */
    public Calls text(byte[] content) {
        body = content;
        return header("Content-Type", "text/plain; charset=UTF-8");
    }

    /** With this JSON. */
    public Calls json(JsonWriter json) {
        return body(json.toString());
    }

    /** With this text of JSON. */
    public Calls body(String json) {
        body = json.getBytes(StandardCharsets.UTF_8);
        return header("Content-Type", "application/json");
    }

    /** With this file, which is read while it is sent. */
    public Calls file(Path whole) {
        file = whole;
        return this;
    }

    /** The answer, which may be a refusal. */
    public Answer ask() {
        Streaming.Wish wish = wish();
        return new Answer(wish.request(), api.send(wish, body, repeatable));
    }

    /**
     * Hands over the body of the answer piece by piece, however large; a refusal ends the command.
     *
     * @param look called again and again while it comes; what it throws ends the call
     */
    public void pieces(Runnable look, Consumer<ByteBuffer> each) {
        api.stream(wish(), look, each);
    }

    private Streaming.Wish wish() {
        return new Streaming.Wish(method, target(), new HashMap<>(headers), Optional.ofNullable(file));
    }

    private String target() {
        StringBuilder all =
                new StringBuilder(path.startsWith("/health") || path.startsWith("/namesrv") ? "" : API).append(path);
        char sign = '?';
        for (Map.Entry<String, String> parameter : query.entrySet()) {
            all.append(sign).append(parameter.getKey()).append('=').append(Gateway.encoded(parameter.getValue()));
            sign = '&';
        }
        return all.toString();
    }

    /** The answer; a refusal ends the command. */
    public Answer send() {
        return ask().required();
    }

    /** Has a line that moves know how many this counts, for its bar and for nothing else: without an answer there is no bar. */
    public void expectedBy(Progress progress) {
        if (!progress.isShown()) {
            return;
        }
        try {
            Answer counts = ask();
            if (counts.status() == 200) {
                counts.json().optionalNumber("all").ifPresent(progress::of);
            }
        } catch (Refused e) {
            if (e.exit() == Exit.INTERRUPTED) {
                throw e;
            }
        }
    }

    /** Each element of this member: so many as one page has, or, if that is null, of one page after the other. */
    public void each(String member, Integer limit, Consumer<Map<String, Object>> element) {
        if (limit == null) {
            each(member, element);
        } else {
            with("limit", limit).send().rows(member).forEach(element);
        }
    }

    /** Each element of this member, of one page after the other. */
    public void each(String member, Consumer<Map<String, Object>> element) {
        pages(page -> page.rows(member).forEach(element));
    }

    /** One page after the other; the next is fetched while one is gone through. */
    public void pages(Consumer<Answer> each) {
        query.putIfAbsent("limit", LARGEST_PAGE);
        Answer[] coming = {send()};
        try (Behind ahead = new Behind()) {
            while (coming[0] != null) {
                Answer page = coming[0];
                coming[0] = null;
                if (page.json().has("next")) {
                    with("cursor", page.json().value("next"));
                    ahead.begin(() -> {
                        coming[0] = send();
                        coming[0].json(); // read here already, beside what is done with the page before
                    });
                }
                each.accept(page);
                ahead.await();
            }
        }
    }
}
