/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.access.Bundle;
import org.diamondconfig.server.access.Grant;
import org.diamondconfig.server.access.Rights;
import org.diamondconfig.server.account.Account;
import org.diamondconfig.server.account.Accounts;
import org.diamondconfig.server.account.Gate;
import org.diamondconfig.server.account.Subject;
import org.diamondconfig.server.account.TestTokens;
import org.diamondconfig.server.account.Tokens;
import org.diamondconfig.server.config.ConfigChanged;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.config.Precondition;
import org.diamondconfig.server.config.Publication;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.ManualScheduler;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.edge.Networks;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.problem.Unauthorized;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.publish.ChangeRequest;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that does not know all that somebody might be denied gives him nothing: while it takes its first copy, or some is spoilt. */
class UnknownRightsTest {

    private static final Subject OPS = new Subject(Subject.Kind.GROUP, "ops");
    private static final ConfigKey PLAIN = ConfigKey.of("G", "plain");
    private static final ConfigKey SECRET = ConfigKey.of("G", "secret");
    private static final Grant READ_ALL = Grant.allow(Bundle.READER, ConfigKey.PUBLIC_ALIAS);
    private static final Grant NO_SECRETS = new Grant(Grant.Effect.DENY, List.of("read"), "*", "*", "secret");
    private static final String HERE = "10.1.2.3";

    @TempDir
    Path data;

    private final ManualTicker ticker = new ManualTicker();
    private final ManualScheduler scheduler = new ManualScheduler(ticker);
    private Wiring node;

    /** What is in the store when the node begins. */
    private void store(BiConsumer<Accounts, Tokens> written) throws Exception {
        try (TestServer before = TestServer.start(data, Map.of("diamond.access", "closed"))) {
            written.accept(before.part(Accounts.class), before.part(Tokens.class));
        }
        try (Stream<Path> dump = Files.walk(data.resolve("dump"))) {
            dump.sorted(Comparator.reverseOrder()).forEach(UnknownRightsTest::delete);
        }
        node = new Wiring()
                .with(Settings.class, Settings.of(Map.of("diamond.data", data.toString(), "diamond.access", "closed")))
                .with(Ticker.class, ticker)
                .with(InstantSource.class, Clock.systemUTC())
                .with(PrometheusRegistry.class, new PrometheusRegistry())
                .with(Scheduler.class, scheduler)
                .complete();
        node.part(Database.class).start();
        node.part(Dump.class).start();
        node.part(Accounts.class).start();
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void stop() {
        node.part(Dump.class).stop();
        node.part(Database.class).stop();
    }

    /** The node takes this row, and no other. */
    private void hear(Subject subject) {
        node.part(Dump.class).follow(ConfigChanged.of(subject.key(), new Epoch(1, "00000000000000aa"), 1));
        assertThat(node.part(Dump.class).isComplete()).isFalse();
    }

    private void hearAll() {
        scheduler.runDue();
        assertThat(node.part(Dump.class).isComplete()).isTrue();
    }

    private Rights rights(Subject subject) {
        return node.part(Accounts.class).rights(subject.toString());
    }

    private void assertReads(Subject subject, boolean plain, boolean secret) {
        assertThat(rights(subject).allow(Action.READ, PLAIN)).isEqualTo(plain);
        assertThat(rights(subject).allow(Action.READ, SECRET)).isEqualTo(secret);
    }

    /** Who comes in from this address and shows this token; {@code ""} = none. */
    private String enter(String token, String address) {
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(
                HttpServletRequest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, called, arguments) -> switch (called.getName()) {
                    case "getMethod" -> "GET";
                    case "getRequestURI" -> "/diamond-server/api/v1/config";
                    case "getContextPath" -> "/diamond-server";
                    case "getRemoteAddr" -> address;
                    case "getHeader" ->
                        arguments[0].equals("Authorization") && !token.isEmpty() ? "Bearer " + token : null;
                    default -> throw new AssertionError(called.getName());
                });
        return node.part(Gate.class).sender(request).subject();
    }

    private static void assertLoading(ThrowingCallable entry) {
        assertThatThrownBy(entry).isInstanceOf(Unavailable.class).hasFieldOrPropertyWithValue("code", "DUMP_LOADING");
    }

    private static Subject tokenOf(String secret) {
        return new Subject(Subject.Kind.TOKEN, secret.split("_", 3)[1]);
    }

    private static Subject network(String name) {
        return new Subject(Subject.Kind.NETWORK, name);
    }

    private static Account network(String name, String addresses) {
        Account.Terms terms = new Account.Terms(false, Optional.empty(), Networks.of(List.of(addresses)));
        return new Account(network(name), "", List.of(), List.of(READ_ALL), terms, List.of());
    }

    @Test
    void member_mayDoNothing_andIsSentToAnotherNode_untilHisGroupCame() throws Exception {
        String[] token = new String[1];
        store((accounts, tokens) -> {
            TestTokens.save(accounts, Account.of(OPS, NO_SECRETS));
            token[0] = TestTokens.issueIn(accounts, tokens, OPS.name(), READ_ALL);
        });
        Subject member = tokenOf(token[0]);

        hear(member);
        assertReads(member, false, false);
        assertLoading(() -> enter(token[0], HERE));

        hear(OPS);
        assertReads(member, true, false);
        assertThat(enter(token[0], HERE)).isEqualTo(member.toString());
    }

    @Test
    void memberOfAGroupThatIsGone_hasHisOwnRights_onceTheNodeHasAll() throws Exception {
        String[] token = new String[1];
        store((accounts, tokens) -> token[0] = TestTokens.issueIn(accounts, tokens, "never-made", READ_ALL));
        Subject member = tokenOf(token[0]);

        hear(member);
        assertReads(member, false, false);

        hearAll();
        assertReads(member, true, true);
        assertThat(enter(token[0], HERE)).isEqualTo(member.toString());
    }

    @Test
    void whoShowsNothing_isTakenForNoNetwork_whileAnotherMayCome() throws Exception {
        store((accounts, tokens) -> {
            TestTokens.save(accounts, network("a-narrow", "10.1.0.0/16"));
            TestTokens.save(accounts, network("b-wide", "10.0.0.0/8"));
        });

        hear(network("b-wide"));
        assertLoading(() -> enter("", HERE));

        hearAll();
        assertThat(enter("", HERE)).isEqualTo("network:a-narrow");
        assertThat(enter("", "10.2.0.1")).isEqualTo("network:b-wide");
    }

    @Test
    void networkThatWasSpoilt_letsNobodyIn_andNoneBehindItDoes() throws Exception {
        store((accounts, tokens) -> {
            TestTokens.save(accounts, network("a-other", "10.9.0.0/16"));
            TestTokens.save(accounts, network("b-narrow", "10.1.0.0/16"));
            TestTokens.save(accounts, network("c-wide", "10.0.0.0/8"));
        });
        hearAll();

        node.part(Configs.class)
                .publish(Caller.SYSTEM, Publication.of(network("b-narrow").key(), "{\"networks\":[\"10."));

        assertThatThrownBy(() -> enter("", HERE)).isInstanceOf(Unauthorized.class);
        assertThatThrownBy(() -> enter("", "10.2.0.1"))
                .as("might be of that network, too")
                .isInstanceOf(Unauthorized.class);
        assertThat(enter("", "10.9.0.1")).as("stands before it").isEqualTo("network:a-other");
        ChangeRequest removal = new ChangeRequest(Caller.SYSTEM, Precondition.NONE, "", Optional.empty());
        node.part(Accounts.class).remove(removal, network("b-narrow"));
        assertThat(enter("", HERE)).isEqualTo("network:c-wide");
    }
}
