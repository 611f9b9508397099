/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.access;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import picocli.CommandLine.Option;

/** The options that say what a subject is from now on, as far as they are given. Confined to one thread. */
final class Changes {

    @Option(names = "--description", paramLabel = "TEXT", description = "Who it is.")
    private String description;

    @Option(names = "--in", paramLabel = "GROUP", description = "In this group; may be repeated.")
    private List<String> groups;

    @Option(names = "--grant", paramLabel = "GRANT", description = "reader:shop say; may be repeated.")
    private List<String> grants;

    @Option(names = "--expires", paramLabel = "TIME", description = "2030-01-01T00:00:00Z say.")
    private String expires;

    @Option(names = "--network", paramLabel = "CIDR", description = "From here alone; may be repeated.")
    private List<String> networks;

    /** Those that are, by the names of the API. */
    Map<String, Object> named() {
        Map<String, Object> named = new LinkedHashMap<>();
        named.put("description", description);
        named.put("groups", given(groups));
        named.put("grants", grants == null ? null : GrantText.all(given(grants)));
        named.put("expires", expires);
        named.put("networks", given(networks));
        named.values().removeIf(Objects::isNull);
        if (named.isEmpty()) {
            throw new Refused(Exit.USAGE, "say what is to change, by an option");
        }
        return named;
    }

    /** Without the empty ones; null if there was none. */
    private static List<String> given(List<String> all) {
        return all == null ? null : all.stream().filter(each -> !each.isEmpty()).toList();
    }
}
