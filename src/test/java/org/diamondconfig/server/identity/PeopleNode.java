/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.identity;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.ManualScheduler;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.password.Attempts;
import org.diamondconfig.server.password.Credential;
import org.diamondconfig.server.password.Credentials;
import org.diamondconfig.server.password.Passwords;
import org.diamondconfig.server.password.TestPasswords;

/** What a node knows of people, over a store that others share, with its time in the test's hands. */
final class PeopleNode {

    static final String PASSWORD = "nobody guesses this";
    static final Caller HOME = from("192.0.2.7");

    final ManualTicker ticker = new ManualTicker();
    final ManualScheduler scheduler = new ManualScheduler(ticker);

    /** How long each password takes to hash, as it seems. */
    volatile Duration work = Duration.ZERO;

    private final AtomicLong worked = new AtomicLong();
    final InstantSource clock = () -> Instant.EPOCH.plusNanos(ticker.nanos());
    final PrometheusRegistry metrics = new PrometheusRegistry();
    final FakeDocuments documents;
    final Path data;
    final Users users;
    final Credentials credentials;
    final Passwords passwords;
    final Sessions sessions;
    final SignIn signIn;
    final SecretFile file;
    final FirstAdmin first;

    PeopleNode(FakeDocuments.Store store, Path data, Map<String, String> settings) {
        this.data = data;
        Map<String, String> all = new HashMap<>(Map.of(
                "diamond.data", data.toString(), "diamond.access", "closed", "diamond.password.iterations", "1000"));
        all.putAll(settings);
        Settings known = Settings.of(all);
        documents = store.node();
        users = new Users(
                documents, (user, address) -> documents.find("user", user).isPresent());
        credentials = new Credentials(documents);
        Ticker atWork = () -> ticker.nanos() + worked.addAndGet(work.toNanos());
        passwords = TestPasswords.onOneCore(known, atWork, scheduler);
        sessions = new Sessions(documents, scheduler, clock, known);
        SignIn.Means means = new SignIn.Means(new Attempts(ticker, known, metrics), scheduler, clock);
        signIn = new SignIn(users, credentials, passwords, sessions, means);
        file = new SecretFile(known);
        first = new FirstAdmin(users, credentials, passwords, file, new FirstAdmin.Means(scheduler, clock, known));
    }

    PeopleNode(FakeDocuments.Store store, Path data) {
        this(store, data, Map.of());
    }

    static Caller from(String address) {
        return new Caller(Caller.ANONYMOUS, address, "", "");
    }

    /** A user with {@link #PASSWORD}. */
    PeopleNode with(String user) {
        users.makeAdmin(user);
        credentials.put(Caller.SYSTEM, user, Credential.chosen(passwords.hash(PASSWORD), clock.instant()), 0);
        return this;
    }

    void pass(Duration time) {
        scheduler.advance(time);
    }
}
