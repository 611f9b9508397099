/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.core;

import org.diamondconfig.cli.api.Calls;
import org.diamondconfig.wire.ConfigKey;
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

    /** The same, of the public namespace where none is set, as for one key: for what takes away. */
    public Calls ofSet(Session session, String path, String pattern) {
        Calls call = of(session, path, pattern);
        return all ? call : call.with("namespace", namespace(session));
    }

    /** Where that searches, for people. */
    public String scope(Session session) {
        return (all ? "all namespaces" : "namespace " + ConfigKey.displayNamespace(namespace(session)))
                + session.target().group().map(group -> ", group " + group).orElse(", all groups");
    }

    private static String namespace(Session session) {
        return session.target().namespace().orElse(ConfigKey.PUBLIC);
    }
}
