/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.console;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.diamondconfig.bench.figures.Sample;
import org.diamondconfig.bench.http.Line;
import org.diamondconfig.bench.http.Request;
import org.diamondconfig.bench.server.Threads;

/**
 * Those who open the list of everything at the same moment, as the server sees them: all is counted for each, by its labels too. Who is
 * told that these are being counted asks again.
 */
final class Viewers {

    /** So many, as many as the server lets wait for labels. */
    static final int COUNT = 8;

    private static final String COUNTS = "/diamond-server/api/v1/configs/facets?labels=true";
    private static final String LOADING = "\"LABELS_LOADING\"";
    private static final long AGAIN_NANOS = 200_000_000;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private Viewers() {}

    /**
     * Lets them ask.
     *
     * @return milliseconds of each until all was told, the labels too
     * @throws IllegalStateException if somebody is told otherwise
     */
    static Sample ask(InetSocketAddress server, String token) {
        List<Double> millis = new CopyOnWriteArrayList<>();
        try (Threads threads = new Threads(COUNT)) {
            threads.each(viewer -> {
                try (Line line = new Line(server)) {
                    millis.add(told(line, token));
                }
            });
        }
        return Sample.of(millis);
    }

    private static double told(Line line, String token) {
        long sent = System.nanoTime();
        String text = asked(line, token);
        while (text.contains(LOADING) && System.nanoTime() - sent < PATIENCE_NANOS) {
            LockSupport.parkNanos(AGAIN_NANOS);
            text = asked(line, token);
        }
        if (text.contains(LOADING) || !text.contains("\"tags\"")) {
            throw new IllegalStateException(text);
        }
        return (System.nanoTime() - sent) / 1e6;
    }

    private static String asked(Line line, String token) {
        return line.exchange(Request.of("GET", COUNTS, "Authorization: Bearer " + token))
                .require(200)
                .text();
    }
}
