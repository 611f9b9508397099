/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.core;

import org.diamondconfig.cli.api.Calls;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of exports: which configurations, within what is set or in all namespaces. Confined to one thread. */
public final class Filter {

    @Option(names = "--filter", paramLabel = "PATTERN", description = "Of dataIds: * is any characters, ? exactly one.")
    private String pattern;

    @Mixin
    private Search search;

    /** A search at this path for those. */
    public Calls of(Session session, String path) {
        return search.of(session, path, pattern);
    }
}
