/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.core;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
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

    /** Whether a key is of the namespace that is set, unless it is all of them, and of the group that is set, which may be a pattern. */
    public Predicate<ConfigKey> wanted(Session session) {
        Optional<String> namespace = session.target().namespace().filter(any -> !all);
        Optional<Pattern> group = session.target().group().map(Search::expression);
        return key -> namespace.filter(name -> !name.equals(key.namespace())).isEmpty()
                && group.filter(names -> !names.matcher(key.group()).matches()).isEmpty();
    }

    private static Pattern expression(String pattern) {
        return Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"));
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
