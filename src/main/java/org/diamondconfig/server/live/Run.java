/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.live;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.diamondconfig.server.edge.Component;

/**
 * This run of this node, by which the id of an event tells where it comes from: the numbers of another node, or from before a
 * restart, say nothing here. Immutable.
 */
@Component
final class Run {

    private static final Pattern ID = Pattern.compile("([0-9a-f]{16})\\.([0-9]{1,18})");

    private final String name =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());

    Run() {}

    /** The id of the event of this number. */
    String id(long number) {
        return name + '.' + number;
    }

    /** The number in an id of this run; empty if it is of another. */
    Optional<Long> number(String id) {
        Matcher parts = ID.matcher(id);
        return parts.matches() && parts.group(1).equals(name)
                ? Optional.of(Long.parseLong(parts.group(2)))
                : Optional.empty();
    }
}
