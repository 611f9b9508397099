/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.http;

import java.util.List;
import java.util.Optional;

/**
 * One answer, read whole. Immutable.
 *
 * @param head status line and headers, as they came
 * @param text the body
 * @param arrivedAt {@link System#nanoTime} when its last byte was there
 */
public record Answer(int status, String head, String text, long arrivedAt) {

    /** The header lines, without the status line. */
    public List<String> headers() {
        return head.lines().skip(1).filter(line -> !line.isEmpty()).toList();
    }

    /** A header's value, the name compared without regard to case. */
    public Optional<String> header(String name) {
        return headers().stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    /**
     * This answer, if it has one of these statuses.
     *
     * @throws IllegalStateException if not; the message holds the answer
     */
    public Answer require(int... statuses) {
        for (int expected : statuses) {
            if (status == expected) {
                return this;
            }
        }
        throw new IllegalStateException("unexpected answer: " + head + text);
    }
}
