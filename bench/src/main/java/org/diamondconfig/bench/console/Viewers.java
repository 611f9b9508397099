/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.console;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.diamondconfig.bench.figures.Sample;
import org.diamondconfig.bench.http.Line;
import org.diamondconfig.bench.http.Request;
import org.diamondconfig.bench.server.Threads;

/** Those who open the list of everything at the same moment, as the server sees them: all is counted for each, by its labels too. */
final class Viewers {

    /** So many, as many as the server lets wait for labels. */
    static final int COUNT = 8;

    private static final String COUNTS = "/diamond-server/api/v1/configs/facets?labels=true";

    private Viewers() {}

    /** Lets them ask. @return milliseconds of each until the answer, which has the labels or leaves them out */
    static Sample ask(InetSocketAddress server, String token) {
        List<Double> millis = new CopyOnWriteArrayList<>();
        AtomicInteger told = new AtomicInteger();
        try (Threads threads = new Threads(COUNT)) {
            threads.each(viewer -> {
                try (Line line = new Line(server)) {
                    long sent = System.nanoTime();
                    String text = line.exchange(Request.of("GET", COUNTS, "Authorization: Bearer " + token))
                            .require(200)
                            .text();
                    millis.add((System.nanoTime() - sent) / 1e6);
                    told.addAndGet(text.contains("\"tags\"") ? 1 : 0);
                }
            });
        }
        System.err.println(told + " of " + COUNT + " viewers were told the labels, the others the rest");
        return Sample.of(millis);
    }
}
