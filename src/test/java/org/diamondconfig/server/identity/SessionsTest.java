/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.diamondconfig.server.document.Documents.Document;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.identity.Session.Handle;
import org.diamondconfig.server.problem.Unavailable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions over two nodes: who finds which, for how long, and what is left of them. */
class SessionsTest {

    private final FakeDocuments.Store store = new FakeDocuments.Store();

    private PeopleNode a;
    private PeopleNode b;

    @BeforeEach
    void start(@TempDir Path folder) {
        a = new PeopleNode(store, folder.resolve("a"));
        b = new PeopleNode(store, folder.resolve("b"));
    }

    private Handle open(String user) {
        return a.sessions.open(PeopleNode.from("192.0.2.7"), user).handle();
    }

    /** Time passes on both nodes. */
    private void pass(Duration time) {
        a.pass(time);
        b.pass(time);
        store.tellAll();
    }

    @Test
    void session_isFoundOnEveryNode() {
        Handle handle = open("alice");
        store.tellAll();

        assertThat(a.sessions.find(handle)).map(Session::user).contains("alice");
        assertThat(b.sessions.find(handle)).map(Session::user).contains("alice");
    }

    @Test
    void nodeThatHasNotHeardOfTheSignIn_looks() {
        Handle handle = open("alice");

        assertThat(b.documents.version(Session.GROUP, "alice/0")).isZero();
        assertThat(b.sessions.find(handle)).isPresent();
    }

    @Test
    void nodeThatHasNotHeardOfTheSignIn_doesNotSayThatThereIsNone_whileTheDatabaseIsAway() {
        Handle handle = open("alice");
        store.goDown();

        assertThatThrownBy(() -> b.sessions.find(handle)).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> b.sessions.glance(handle)).isInstanceOf(Unavailable.class);
        store.comeBack();

        assertThat(b.sessions.find(handle)).isPresent();
    }

    @Test
    void manyWhoAreNotHeardOfAtOnce_areToldToAskAgain() {
        Handle handle = open("alice");
        List<Throwable> refusals = new ArrayList<>();

        b.documents.whileWaiting(() ->
                refusals.addAll(Optional.ofNullable(catchThrowable(() -> b.sessions.find(handle))).stream()
                        .toList()));

        assertThat(b.sessions.find(handle)).isPresent();
        assertThat(refusals).isNotEmpty().allMatch(Unavailable.class::isInstance);
    }

    @Test
    void userOfWhomANodeNeverHeard_isTakenFromTheDatabase() {
        a.users.makeAdmin("alice");

        assertThat(b.users.isUnheardOf("alice")).isTrue();
        store.goDown();
        assertThatThrownBy(() -> b.users.hear("alice")).isInstanceOf(Unavailable.class);
        store.comeBack();
        b.users.hear("alice");

        assertThat(b.users.admits("alice", "192.0.2.7")).isTrue();
        assertThat(b.users.isUnheardOf("alice")).isFalse();
    }

    @Test
    void anotherId_findsNothing() {
        Handle handle = open("alice");
        Handle other = open("bob");

        assertThat(a.sessions.find(new Handle("alice", 0, handle.version(), other.id())))
                .isEmpty();
        assertThat(a.sessions.find(new Handle("bob", 0, 99, handle.id()))).isEmpty();
        assertThat(a.sessions.find(new Handle("alice", 1, 1, handle.id()))).isEmpty();
        assertThat(a.sessions.find(new Handle("nobody", 0, Long.MAX_VALUE, handle.id())))
                .isEmpty();
    }

    @Test
    void id_isNowhereInWhatIsStored_andNewEachTime() {
        Handle one = open("alice");
        Handle two = open("alice");

        assertThat(one.id()).hasSize(43).isNotEqualTo(two.id());
        assertThat(a.documents.all(Session.GROUP))
                .extracting(Document::json)
                .noneMatch(json -> json.contains(one.id()) || json.contains(one.csrf()) || json.contains(two.id()));
        assertThat(one).asString().doesNotContain(one.id());
    }

    @Test
    void handle_isReadFromItsText() {
        Handle handle = open("alice.b_c-9");

        assertThat(Handle.parse(handle.text())).contains(handle);
        for (String wrong :
                List.of("", "0.1.x.alice", handle.text() + ";", "x" + handle.text(), handle.text() + "\u00e9")) {
            assertThat(Handle.parse(wrong)).as(wrong).isEmpty();
        }
    }

    @Test
    void csrfToken_belongsToOneSession() {
        Handle one = open("alice");
        Handle two = open("alice");

        assertThat(one.hasCsrf(one.csrf())).isTrue();
        assertThat(Handle.parse(one.text()).orElseThrow().csrf()).isEqualTo(one.csrf());
        assertThat(one.hasCsrf(two.csrf())).isFalse();
        assertThat(one.hasCsrf("")).isFalse();
        assertThat(one.hasCsrf(null)).isFalse();
        assertThat(one.csrf()).isNotEqualTo(one.id());
    }

    @Test
    void idleSession_ends() {
        Handle handle = open("alice");

        pass(Duration.ofMinutes(30).minusNanos(1));
        assertThat(a.sessions.list(Optional.empty())).hasSize(1);
        pass(Duration.ofNanos(1));

        assertThat(a.sessions.list(Optional.empty())).isEmpty();
        assertThat(a.sessions.find(handle)).isEmpty();
    }

    @Test
    void glancesAtASession_doNotKeepItAlive() {
        Handle handle = open("alice");

        pass(Duration.ofMinutes(20));
        assertThat(a.sessions.glance(handle)).map(Session::user).contains("alice");
        pass(Duration.ofMinutes(10));

        assertThat(a.sessions.glance(handle)).isEmpty();
        assertThat(a.sessions.find(handle)).isEmpty();
    }

    @Test
    void usedSession_livesUntilItsOldestAge() {
        Handle handle = open("alice");

        for (int minutes = 0; minutes < 12 * 60; minutes += 20) {
            assertThat(a.sessions.find(handle)).as("after %s minutes", minutes).isPresent();
            pass(Duration.ofMinutes(20));
        }

        assertThat(a.sessions.find(handle)).isEmpty();
    }

    @Test
    void useOnOneNode_countsOnTheOther() {
        Handle handle = open("alice");
        store.tellAll();

        for (int i = 0; i < 3; i++) {
            pass(Duration.ofMinutes(20));
            assertThat(a.sessions.find(handle)).isPresent();
            pass(Duration.ofSeconds(1));
        }

        assertThat(b.sessions.find(handle)).isPresent();
    }

    @Test
    void use_isWrittenDownOnlyNowAndThen() {
        Handle handle = open("alice");

        for (int i = 0; i < 100; i++) {
            a.sessions.find(handle);
            pass(Duration.ofSeconds(6));
        }

        assertThat(a.documents.version(Session.GROUP, "alice/0"))
                .as("in ten minutes")
                .isEqualTo(2);
    }

    @Test
    void sessions_goOnWithoutTheDatabase_alsoAfterARestart(@TempDir Path folder) {
        Handle handle = open("alice");
        pass(Duration.ofMinutes(10));
        a.sessions.find(handle);
        pass(Duration.ofSeconds(1));
        store.goDown();

        pass(Duration.ofMinutes(20));
        assertThat(a.sessions.find(handle)).isPresent();
        assertThat(new PeopleNodeAt(b, folder).sessions().find(handle)).isPresent();
        pass(Duration.ofMinutes(20));
        assertThat(a.sessions.find(handle)).as("used here meanwhile").isPresent();
        store.comeBack();
        a.sessions.find(handle);
        pass(Duration.ofMinutes(6));
        a.sessions.find(handle);
        pass(Duration.ofSeconds(1));

        assertThat(b.sessions.find(handle)).as("written down once it can be").isPresent();
    }

    /** Sessions of a node that has just started: it remembers nothing but its documents. */
    private record PeopleNodeAt(PeopleNode node, Path folder) {

        Sessions sessions() {
            return new Sessions(
                    node.documents,
                    node.scheduler,
                    node.clock,
                    org.diamondconfig.server.edge.Settings.of(java.util.Map.of("diamond.data", folder.toString())));
        }
    }

    @Test
    void signIn_withoutTheDatabase_isRefused() {
        store.goDown();

        assertThatThrownBy(() -> open("alice")).isInstanceOf(Unavailable.class);
    }

    @Test
    void signOut_endsTheSessionOnEveryNode() {
        Handle handle = open("alice");
        Handle other = open("alice");
        store.tellAll();

        assertThat(b.sessions.end(Caller.SYSTEM, "alice", handle.place())).isEqualTo(1);
        store.tellAll();

        assertThat(a.sessions.find(handle)).isEmpty();
        assertThat(b.sessions.find(handle)).isEmpty();
        assertThat(a.sessions.find(other)).isPresent();
        assertThat(b.sessions.end(Caller.SYSTEM, "alice", handle.place())).isZero();
    }

    @Test
    void eleventhSignIn_takesThePlaceOfTheOneUsedLeastLately() {
        List<Handle> ten = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ten.add(open("alice"));
            pass(Duration.ofMinutes(1));
        }
        a.sessions.find(ten.get(0));
        pass(Duration.ofSeconds(1));

        Handle eleventh = open("alice");

        assertThat(a.sessions.find(eleventh)).isPresent();
        assertThat(a.sessions.find(ten.get(0))).isPresent();
        assertThat(a.sessions.find(ten.get(1))).isEmpty();
        assertThat(a.sessions.find(ten.get(2))).isPresent();
        assertThat(a.sessions.list(Optional.of("alice"))).hasSize(10);
    }

    @Test
    void signInsOfOneUserOnTwoNodesAtOnce_takeTwoPlaces() {
        Handle onA = a.sessions.open(PeopleNode.from("192.0.2.7"), "alice").handle();
        Handle onB = b.sessions.open(PeopleNode.from("192.0.2.8"), "alice").handle();
        store.tellAll();

        assertThat(onA.place()).isNotEqualTo(onB.place());
        assertThat(b.sessions.find(onA)).isPresent();
        assertThat(a.sessions.find(onB)).isPresent();
    }

    @Test
    void spoiltDocument_provesNothing_andItsPlaceIsTaken() {
        a.documents.write(Caller.SYSTEM, new Document(Session.GROUP, "alice/0", 0, "{\"id\":3}"), 0);

        Handle handle = open("alice");

        assertThat(handle.place()).isZero();
        assertThat(a.sessions.find(handle)).isPresent();
    }

    @Test
    void tidying_takesWhatIsOverAndWhoseUserIsGone() {
        Handle old = open("alice");
        pass(Duration.ofMinutes(29));
        Handle gone = open("bob");
        Handle live = open("alice");
        pass(Duration.ofMinutes(2));

        a.sessions.tidy(Set.of("alice"));

        assertThat(a.documents.all(Session.GROUP)).extracting(Document::name).containsExactly(live.name());
        assertThat(List.of(old.name(), gone.name())).doesNotContain(live.name());
    }
}
