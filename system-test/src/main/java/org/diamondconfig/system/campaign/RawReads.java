/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.campaign;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.diamondconfig.system.history.Operation;
import org.diamondconfig.system.history.Operation.Act;
import org.diamondconfig.system.history.Operation.Kind;
import org.diamondconfig.system.history.Operation.Level;
import org.diamondconfig.system.history.Operation.Outcome;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;

/**
 * Reads of one server by plain HTTP: what its dump has, and strong reads, which the client jar does not make. Each reader and
 * server is a process of its own to the checker, so that no server's dump may go back either. Thread-safe.
 */
final class RawReads {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final Recorder recorder;

    RawReads(Recorder recorder) {
        this.recorder = recorder;
    }

    /** Reads and writes down; answers whether there was an answer. */
    boolean read(String process, URI server, ConfigKey key, Level level) throws InterruptedException {
        Act act = new Act(Kind.GET, Traffic.nameOf(key), Operation.ABSENT, Operation.ANY_VERSION);
        String query = "?group=" + key.group() + "&dataId=" + key.dataId()
                + (level == Level.DATABASE ? "&level=database" : "");
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + "/api/v1/config" + query))
                .timeout(PATIENCE)
                .build();
        Recorder.Begun begun = recorder.begin(process, act);
        try {
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            boolean absent = answer.statusCode() == 404
                    && answer.headers().firstValue("Diamond-Epoch").isPresent();
            if (answer.statusCode() != 200 && !absent) {
                return false;
            }
            long version = answer.headers().firstValueAsLong("Diamond-Version").orElse(0);
            begun.end(Outcome.OK, version, absent ? Operation.ABSENT : Md5.hex(answer.body()), level);
            return true;
        } catch (IOException noAnswer) {
            return false;
        }
    }

    /** The epoch that a server states; empty while it knows none. */
    static Optional<String> epoch(URI server) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + "/api/v1/config?dataId=none"))
                .timeout(PATIENCE)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .headers()
                .firstValue("Diamond-Epoch");
    }
}
