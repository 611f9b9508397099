/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.console;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.diamondconfig.bench.console.Person.Publish;
import org.diamondconfig.bench.console.Person.Way;
import org.diamondconfig.bench.figures.Bound;
import org.diamondconfig.bench.figures.Figure;
import org.diamondconfig.bench.figures.Ledger;
import org.diamondconfig.bench.figures.Sample;
import org.diamondconfig.bench.http.Followers;
import org.diamondconfig.bench.server.Visitor;
import org.diamondconfig.system.Chromium;
import org.diamondconfig.system.Node;
import org.diamondconfig.wire.ConfigKey;

/**
 * How long people wait at the console of a full server: for its first page, for what they type to be found, for each screen; what it
 * loads and asks for that; and how soon it shows that a version has arrived everywhere.
 */
public final class ConsoleBench {

    private static final int CLIENTS = 1_000;
    private static final int MOST_BYTES = 130_000;
    private static final int MOST_REQUESTS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Fewer and fewer, and at the end nothing. */
    private static final List<String> TYPED = List.of("7312x", "46999", "8123/");

    private static final String KEY = address(Audience.SHARED);

    /** What makes a screen useful, by the address that leads to it. */
    private static final Map<String, String> SCREENS = screens();

    private final Node node;
    private final Ledger ledger;
    private final int rounds;

    private ConsoleBench(Node node, Ledger ledger, int rounds) {
        this.node = node;
        this.ledger = ledger;
        this.rounds = rounds;
    }

    private static String address(ConfigKey key) {
        return "namespace=" + key.namespace() + "&group=" + key.group() + "&dataId=" + key.dataId();
    }

    private static Map<String, String> screens() {
        Map<String, String> screens = new LinkedHashMap<>();
        screens.put("config?" + KEY, "dm-config .reading .cm-content, dm-config pre");
        screens.put("configs?namespace=site-7", "dm-configs tbody tr");
        screens.put("history?" + KEY, "dm-history li, dm-history tbody tr");
        screens.put("namespaces", "dm-namespaces tbody tr");
        screens.put("configs?view=tree&namespace=site-7&group=team-7", "dm-tree li");
        screens.put("subscribers?" + KEY, "dm-subscribers tbody tr");
        screens.put("copy?from=site-7&to=site-8", "dm-copy tbody tr");
        screens.put("compare?of=site-7,site-8,site-9", "dm-compare tbody tr");
        screens.put("clients", "dm-clients tbody tr");
        screens.put("users", "dm-users tbody tr");
        screens.put("cluster", "dm-cluster table");
        screens.put("audit", "dm-audit tbody tr");
        return screens;
    }

    /**
     * Measures a server.
     *
     * @param unstarted it may be full already; its files are in {@code home}
     * @param size how many configurations it is full of
     * @param rounds how often each is measured
     * @param keys that each subscriber watches
     */
    public static Ledger run(Node unstarted, Path home, int size, int rounds, int keys) {
        Ledger ledger = new Ledger(
                "console " + size,
                Filling.NAMESPACES + " namespaces, " + CLIENTS + " subscribers of " + keys + " keys, " + rounds
                        + " rounds, by the clock of Chromium",
                Instant.now());
        try (unstarted) {
            unstarted.start();
            InetSocketAddress server = new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), unstarted.uri().getPort());
            Visitor visitor = Visitor.at(server);
            Filling.of(server, visitor, size, home);
            String token = visitor.token("{\"can\":[\"publisher\"],\"namespace\":\"*\"}");
            ledger.add(Figure.told(counts("the first"), "ms", Viewers.ask(server, token)))
                    .add(Figure.told(counts("once more"), "ms", Viewers.ask(server, token)));
            try (Followers followers = Audience.of(server, token, CLIENTS, keys, size)) {
                new ConsoleBench(unstarted, ledger, rounds).measure(followers);
            }
        }
        return ledger;
    }

    private static String counts(String when) {
        return "all counted by name and label, for " + Viewers.COUNT + " viewers at once, " + when;
    }

    private void measure(Followers followers) {
        String server = node.uri().toString();
        try (Chromium chromium = Chromium.start();
                Person first = new Person(chromium.browser(), server, null)) {
            first.signIn();
            String kept = first.kept();
            firstPage(() -> new Person(chromium.browser(), server, kept));
            try (Person person = new Person(chromium.browser(), server, kept)) {
                person.open();
                keys(person);
                screens(person);
                publishes(person, followers);
            }
        }
    }

    /** Makes somebody with an empty cache who has signed in. */
    private interface Persons {
        Person next();
    }

    private void firstPage(Persons persons) {
        List<Double> cold = new ArrayList<>();
        List<Double> warm = new ArrayList<>();
        List<Double> facets = new ArrayList<>();
        int bytes = 0;
        int files = 0;
        for (int i = 0; i <= rounds; i++) {
            try (Person person = persons.next()) {
                cold.add(person.open());
                bytes = person.bytes();
                files = person.files();
                warm.add(person.open());
                facets.add(person.facets());
            }
        }
        // The server has answered nobody before the first.
        ledger.add(Figure.told("the very first page of all, to its rows", "ms", Sample.of(cold.remove(0))));
        warm.remove(0);
        facets.remove(0);
        ledger.add(new Figure("first page to its rows, nothing cached", "ms", Sample.of(cold), Bound.atMost(1_000)))
                .add(new Figure("the same once more", "ms", Sample.of(warm), Bound.atMost(1_000)))
                .add(Figure.told(
                        "the same to its counts by namespace, group, tag and application", "ms", Sample.of(facets)))
                .add(Figure.of("loaded for it, compressed", "B", bytes, Bound.atMost(MOST_BYTES)))
                .add(Figure.of("files of that", "", files, Bound.REPORTED));
    }

    private void keys(Person person) {
        TYPED.forEach(person::type);
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            millis.addAll(person.type(TYPED.get(i % TYPED.size())));
        }
        Sample all = Sample.of(millis);
        ledger.add(new Figure("key to filtered names", "ms", all, Bound.atMost(300)))
                .add(Figure.of("the same, nine of ten", "ms", all.percentile(90), Bound.atMost(300)))
                .add(Figure.of("the same, the slowest", "ms", all.greatest(), Bound.REPORTED))
                .add(Figure.of("requests of a list's next page", "", next(person), Bound.atMost(1)));
    }

    private static int next(Person person) {
        person.open();
        return person.more();
    }

    private void screens(Person person) {
        Map<String, List<Way>> ways = new LinkedHashMap<>();
        for (int i = 0; i < 4; i++) {
            for (Map.Entry<String, String> screen : SCREENS.entrySet()) {
                Way way = person.go("#/" + screen.getKey(), screen.getValue());
                // The first time its modules are loaded, and the server's paths to it are cold.
                if (i > 0) {
                    ways.computeIfAbsent(screen.getKey(), any -> new ArrayList<>())
                            .add(way);
                }
            }
        }
        ways.forEach((screen, each) -> {
            String name = screen.replaceFirst("&.*|\\?(namespace|from|of)=.*", "");
            ledger.add(new Figure(name, "ms", sample(each, Way::millis), Bound.atMost(1_000)))
                    .add(new Figure("requests of it", "", sample(each, Way::requests), Bound.atMost(MOST_REQUESTS)));
        });
    }

    private static Sample sample(List<Way> ways, ToDoubleFunction<Way> part) {
        return Sample.of(ways.stream().mapToDouble(part).toArray());
    }

    private void publishes(Person person, Followers followers) {
        List<Double> pushed = new ArrayList<>();
        List<Double> shown = new ArrayList<>();
        List<Double> after = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            person.go("#/configs?namespace=site-8", "dm-configs tbody tr");
            Publish publish = person.publish("#/config?" + KEY + "&edit=true", i + "=1\n", CLIENTS);
            double back = followers.awaitAllBack(PATIENCE);
            pushed.add(back - publish.sent());
            shown.add(publish.shown() - publish.sent());
            after.add(publish.shown() - back);
        }
        ledger.add(Figure.told("publish to the last subscriber's word that it applied it", "ms", Sample.of(pushed)))
                .add(Figure.told("publish to \"applied by all\"", "ms", Sample.of(shown)))
                .add(new Figure("\"applied by all\" after that word", "ms", Sample.of(after), Bound.atMost(1_000)))
                .add(Figure.of("the same, the latest", "ms", Sample.of(after).greatest(), Bound.atMost(1_000)));
    }
}
