/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.console;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.diamondconfig.bench.http.Answer;
import org.diamondconfig.bench.http.Followers;
import org.diamondconfig.bench.http.Followers.Held;
import org.diamondconfig.bench.http.Line;
import org.diamondconfig.bench.http.Request;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;

/**
 * The subscribers: each watches {@link #SHARED} and as many others of the configurations as are asked for, and says that it applied what
 * it was told.
 */
final class Audience implements Followers.Polls {

    /** The configuration that all watch. It is in a namespace of the {@link Filling}. */
    static final ConfigKey SHARED = new ConfigKey(Filling.namespace(7), "team-7", "shared/prices.properties");

    private static final String API = "/diamond-server/api/v1";

    private final String token;
    private final List<String> others = new ArrayList<>();
    private final String epoch;
    private final Held first;

    private Audience(String token, Answer shared, String content) {
        this.token = "Authorization: Bearer " + token;
        epoch = shared.header("Diamond-Epoch").orElseThrow();
        first = new Held(Long.parseLong(shared.header("Diamond-Version").orElseThrow()), Md5.hex(content));
    }

    /**
     * Lets so many clients poll that watch so many keys each.
     *
     * @param token that may publish and read everything
     * @param size of the {@link Filling}
     */
    static Followers of(InetSocketAddress server, String token, int clients, int keys, int size) {
        try (Line line = new Line(server)) {
            String content = "price=1\n";
            String target = API + "/config?namespace=" + SHARED.namespace() + "&group=" + SHARED.group() + "&dataId="
                    + Line.escape(SHARED.dataId());
            byte[] body = content.getBytes(StandardCharsets.UTF_8);
            Answer shared = line.exchange(Request.withBody("PUT", target, body, "Authorization: Bearer " + token))
                    .require(200);
            Audience audience = new Audience(token, shared, content);
            for (int client = 0; client < clients; client++) {
                audience.others.add(others(client, keys, Math.min(size, 10_000)));
            }
            return new Followers(server, clients, audience.first, audience);
        }
    }

    /** The same choice of them each time. They stand in a poll as long as it is held, and are what it never hears of. */
    private static String others(int client, int keys, int among) {
        return IntStream.range(1, keys)
                .mapToObj(i -> item(Filling.key((client * 37 + i * 101) % among), 1, ""))
                .collect(Collectors.joining(","));
    }

    private static String item(ConfigKey key, long version, String md5) {
        String told = md5.isEmpty() ? "" : ",\"md5\":\"" + md5 + '"';
        return "{\"namespace\":\"" + key.namespace() + "\",\"group\":\"" + key.group() + "\",\"dataId\":\""
                + key.dataId() + "\",\"version\":" + version + told + '}';
    }

    @Override
    public Request of(int client, Held held) {
        String reports = held.equals(first)
                ? ""
                : ",\"reports\":[{\"namespace\":\"" + SHARED.namespace() + "\",\"group\":\"" + SHARED.group()
                        + "\",\"dataId\":\"" + SHARED.dataId() + "\",\"version\":" + held.version()
                        + ",\"state\":\"applied\",\"millis\":1,\"ago\":1,\"listener\":\"\",\"reason\":\"\"}]";
        String body = "{\"epoch\":\"" + epoch + "\",\"items\":["
                + item(SHARED, held.version(), held.md5()) + (others.get(client).isEmpty() ? "" : ",")
                + others.get(client) + ']' + reports + '}';
        return Request.withBody(
                "POST",
                API + "/watch?wait=55s",
                body.getBytes(StandardCharsets.UTF_8),
                "Content-Type: application/json",
                token,
                String.format(Locale.ROOT, "Diamond-Client: id=%032x; app=shop-%d; v=1.0", client + 1, client % 20));
    }
}
