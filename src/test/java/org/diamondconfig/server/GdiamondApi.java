/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.diamondconfig.server.RawHttp.Reply;
import org.diamondconfig.wire.Md5;

/** A client of gdiamond's face that sends what gdiamond's own client and scripts send, byte for byte. Thread-safe. */
final class GdiamondApi {

    /** What gdiamond's client says of its forms. */
    static final String FORM = "Content-Type: application/x-www-form-urlencoded; charset=UTF-8";

    private static final String HELD = "diamond_polls_held ";

    private final String host;
    private final int port;
    private final String group;

    GdiamondApi(String host, int port, String group) {
        this.host = host;
        this.port = port;
        this.group = group;
    }

    Reply publish(String dataId, String content) {
        return form("/publishConfig", "dataId", dataId, "group", group, "content", content);
    }

    Reply read(String dataId, String... headers) {
        return send(BadInput.get("/config?dataId=" + dataId + "&group=" + group, headers));
    }

    /** What the probe says of one key; content null: the client has nothing. */
    String item(String dataId, String content) {
        return dataId + ',' + group + ',' + (content == null ? "" : Md5.hex(content));
    }

    Reply poll(String timeout, String probe) {
        return send(BadInput.post(
                "/getProbeModify", encoded("Probe-Modify-Request", probe), FORM, "Long-Polling-TimeOut: " + timeout));
    }

    /** A poll that waits for as long as gdiamond's client lets it. */
    CompletableFuture<Reply> pollLater(String probe) {
        return CompletableFuture.supplyAsync(() -> poll("60000", probe), RawHttp.LATER);
    }

    /** The answer that names these keys, still escaped. */
    String changed(String... dataIds) {
        StringBuilder keys = new StringBuilder();
        Arrays.stream(dataIds)
                .forEach(dataId -> keys.append(dataId).append(',').append(group).append(';'));
        return URLEncoder.encode(keys.toString(), StandardCharsets.UTF_8);
    }

    /** Waits until so many polls are held by the server, and no more. */
    void awaitHeld(int polls) {
        Awaitility.await().until(() -> send(BadInput.get("/metrics")).body().contains('\n' + HELD + polls + ".0\n"));
    }

    /** Posts a form of these names and values, in turn. */
    Reply form(String path, String... namesAndValues) {
        return send(BadInput.post(path, encoded(namesAndValues), FORM));
    }

    static String encoded(String... namesAndValues) {
        return IntStream.range(0, namesAndValues.length / 2)
                .mapToObj(i -> namesAndValues[2 * i]
                        + '='
                        + URLEncoder.encode(namesAndValues[2 * i + 1], StandardCharsets.UTF_8))
                .reduce((a, b) -> a + '&' + b)
                .orElse("");
    }

    Reply send(byte[] request) {
        try (RawHttp connection = new RawHttp(host, port)) {
            return connection.exchange(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
