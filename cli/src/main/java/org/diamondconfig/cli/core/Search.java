/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.core;

import org.diamondconfig.cli.api.Calls;
import picocli.CommandLine.Option;

/** Options of commands that are about many configurations: within what is set, or in all namespaces. Confined to one thread. */
public final class Search {

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "Of all namespaces, whichever is set.")
    private boolean all;

    /** A search at this path for dataIds of this pattern; null is any. */
    public Calls of(Session session, String path, String pattern) {
        Calls call = session.within(session.api().get(path)).with("dataId", pattern);
        return all ? call.without("namespace") : call;
    }
}
