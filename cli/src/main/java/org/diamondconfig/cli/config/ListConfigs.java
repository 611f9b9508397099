/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.diamondconfig.cli.api.Answer;
import org.diamondconfig.cli.api.Told;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Search;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.cli.edge.Rows;
import org.diamondconfig.wire.ConfigKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists configurations. */
@Command(
        name = "list",
        aliases = "ls",
        description = "List configurations: of the namespace that is set, or of all that may be read.")
public final class ListConfigs implements Callable<Integer> {

    private static final List<String> FACETS = List.of("namespaces", "groups", "types", "tags", "apps");

    @ParentCommand
    private Root root;

    @Parameters(arity = "0..1", paramLabel = "PATTERN", description = "Of dataIds: * is any characters, ? exactly one.")
    private String pattern;

    @Mixin
    private Search search;

    @Option(names = "--content", paramLabel = "TEXT", description = "Those that contain this text.")
    private String content;

    @Option(names = "--regex", description = "The text of --content is a regular expression, by RE2.")
    private boolean regex;

    @Option(
            names = "--path",
            description =
                    "The text of --content is a path in JSON, YAML and the like: $.redis.host or $.*.port=80 say.")
    private boolean path;

    @Option(names = "--tag", paramLabel = "TAG", description = "Those with this tag.")
    private String tag;

    @Option(names = "--type", paramLabel = "TYPE", description = "Those of this type.")
    private String type;

    @Option(names = "--app", paramLabel = "NAME", description = "Those of this application.")
    private String app;

    @Option(
            names = "--order",
            paramLabel = "ORDER",
            description = "What comes first: name, newest (changed last) or oldest; not with --content.")
    private String order;

    @Option(
            names = "--count",
            description =
                    "Tell how many there are by namespace, group, type, tag and app, in place of them; not by --content.")
    private boolean count;

    @Override
    public Integer call() {
        Session session = root.session();
        if ((regex || path) && content == null) {
            throw new Refused(Exit.USAGE, (regex ? "--regex" : "--path") + " goes with --content");
        }
        if (regex && path) {
            throw new Refused(Exit.USAGE, "--regex or --path");
        }
        if (count && content != null) {
            throw new Refused(Exit.USAGE, "--count does not go with --content");
        }
        if (order != null && (count || content != null)) {
            throw new Refused(Exit.USAGE, "--order goes neither with --count nor with --content");
        }
        return count ? count(session) : list(session);
    }

    private int list(Session session) {
        Set<String> troubles = new LinkedHashSet<>();
        try (Rows rows = session.out().rows("namespace", "group", "dataId", "type", "version", "at", "by")) {
            search.of(session, "/configs", pattern)
                    .with("content", content)
                    .with("match", regex ? "regex" : path ? "path" : null)
                    .with("tag", tag)
                    .with("type", type)
                    .with("app", app)
                    .with("order", order)
                    .pages(page -> {
                        page.rows("configs").forEach(rows::add);
                        page.json().optionalString("code").ifPresent(troubles::add);
                        if ((regex || path) && page.json().flag("cut", false)) {
                            troubles.add("some contents took too long to look at, and may be missing");
                        }
                    });
        }
        troubles.forEach(session.out()::say);
        return Exit.OK.code();
    }

    private int count(Session session) {
        Answer counts = search.of(session, "/configs/facets", pattern)
                .with("type", type)
                .with("tag", tag)
                .with("app", app)
                .with("labels", "true")
                .send();
        counts.json().optionalString("code").ifPresent(session.out()::say);
        if (session.out().json()) {
            session.out().object(counts.object());
            return Exit.OK.code();
        }
        try (Rows rows = session.out().rows("by", "name", "count")) {
            rows.add(Map.of("by", "all", "count", counts.json().number("all")));
            // Without its database a server has no tags and apps to count, and said so.
            for (String facet : FACETS.stream().filter(counts.json()::has).toList()) {
                for (Told one : counts.json().object(facet).objects("most")) {
                    String name = one.string("name");
                    boolean isPublic = facet.equals("namespaces") && name.isEmpty();
                    rows.add(Map.of(
                            "by",
                            facet,
                            "name",
                            isPublic ? ConfigKey.PUBLIC_ALIAS : name,
                            "count",
                            one.number("count")));
                }
            }
        }
        return Exit.OK.code();
    }
}
