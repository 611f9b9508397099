/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.diamondconfig.server.document.Documents.Document;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.identity.Session.Handle;
import org.diamondconfig.server.problem.ProblemException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in, with what, and what his password's change ends. */
class SignInTest {

    private static final String OTHER = "and this one nobody either";

    private final FakeDocuments.Store store = new FakeDocuments.Store();

    private PeopleNode node;
    private Path data;

    @BeforeEach
    void start(@TempDir Path folder) {
        data = folder;
        node = new PeopleNode(store, folder).with("alice");
    }

    private Handle signIn(String user, String password) {
        return node.signIn.signIn(PeopleNode.HOME, user, password).handle();
    }

    private static void assertRefused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private void change(Handle handle, String old, String wanted) {
        node.signIn.change(PeopleNode.HOME, node.sessions.find(handle).orElseThrow(), old, wanted);
    }

    @Test
    void rightPassword_opensASession() {
        Handle handle = signIn("alice", PeopleNode.PASSWORD);

        assertThat(node.sessions.find(handle)).map(Session::user).contains("alice");
        assertThat(node.signIn.mustChange("alice")).isFalse();
    }

    @Test
    void wrongUserAndWrongPassword_areToldAlike() {
        for (String user : new String[] {"alice", "nobody", "Alice", "", "alice/0", "*", "x".repeat(3000)}) {
            assertThatThrownBy(() -> signIn(user, "wrong"))
                    .as(user)
                    .isInstanceOfSatisfying(ProblemException.class, refused -> {
                        assertThat(refused.status()).isEqualTo(401);
                        assertThat(refused.code()).isEqualTo("SIGN_IN_FAILED");
                        assertThat(refused).hasMessage("User or password is wrong.");
                    });
        }
    }

    @Test
    void userWithoutAPassword_doesNotGetIn() {
        node.users.makeAdmin("bob");

        assertRefused("SIGN_IN_FAILED", () -> signIn("bob", "wrong"));
        assertRefused("BAD_PASSWORD", () -> signIn("bob", ""));
    }

    @Test
    void passwordWithoutItsUser_doesNotGetIn() {
        node.documents.remove(Caller.SYSTEM, "user", "alice");

        assertRefused("SIGN_IN_FAILED", () -> signIn("alice", PeopleNode.PASSWORD));
    }

    @Test
    void whoFailsFiveTimes_waits_evenWithTheRightPassword() {
        for (int i = 0; i < 5; i++) {
            assertRefused("SIGN_IN_FAILED", () -> signIn("alice", "wrong"));
        }

        assertRefused("SIGN_IN_DELAYED", () -> signIn("alice", PeopleNode.PASSWORD));
        node.signIn.signIn(PeopleNode.from("198.51.100.1"), "alice", PeopleNode.PASSWORD);
        node.pass(Duration.ofSeconds(1));
        signIn("alice", PeopleNode.PASSWORD);
    }

    @Test
    void passwordThatCannotBeOne_isNoAttempt() {
        for (int i = 0; i < 10; i++) {
            assertRefused("BAD_PASSWORD", () -> signIn("alice", "x".repeat(129)));
        }

        signIn("alice", PeopleNode.PASSWORD);
    }

    @Test
    void change_takesEffectAndEndsTheOtherSessions() {
        Handle own = signIn("alice", PeopleNode.PASSWORD);
        Handle other = signIn("alice", PeopleNode.PASSWORD);

        change(own, PeopleNode.PASSWORD, OTHER);

        assertThat(node.sessions.find(own)).isPresent();
        assertThat(node.sessions.find(other)).isEmpty();
        assertRefused("SIGN_IN_FAILED", () -> signIn("alice", PeopleNode.PASSWORD));
        signIn("alice", OTHER);
    }

    @Test
    void changeThatAnotherNodeHasNotHeardOf_holdsThereToo() {
        PeopleNode other = new PeopleNode(store, data);
        Handle own = signIn("alice", PeopleNode.PASSWORD);
        node.pass(Duration.ofSeconds(1));
        change(own, PeopleNode.PASSWORD, OTHER);

        assertRefused("SIGN_IN_FAILED", () -> other.signIn.signIn(PeopleNode.HOME, "alice", PeopleNode.PASSWORD));

        store.tellAll();
        assertThat(node.sessions.list(Optional.empty())).hasSize(1);
        other.signIn.signIn(PeopleNode.HOME, "alice", OTHER);
    }

    /** The change ends all sessions there are; the one that is being opened is not there yet. */
    @Test
    void changeBetweenTheProofAndTheSession_letsNobodyIn() {
        PeopleNode other = new PeopleNode(store, data);
        node.pass(Duration.ofSeconds(1));
        other.pass(Duration.ofSeconds(1));
        store.beforeASession(() -> other.signIn.assign(Caller.SYSTEM, "alice", OTHER));

        assertRefused("SIGN_IN_FAILED", () -> signIn("alice", PeopleNode.PASSWORD));

        store.tellAll();
        assertThat(node.sessions.list(Optional.empty())).isEmpty();
    }

    @Test
    void sessionThatTakesThePlaceOfOneThatIsCleared_goesOn() {
        PeopleNode other = new PeopleNode(store, data);
        signIn("alice", PeopleNode.PASSWORD);
        store.tellAll();
        node.pass(Duration.ofMinutes(31));
        other.pass(Duration.ofMinutes(31));
        Handle next = signIn("alice", PeopleNode.PASSWORD);

        other.signIn.tidy();

        store.tellAll();
        assertThat(node.sessions.find(next)).isPresent();
    }

    @Test
    void change_needsTheOldPasswordAndAGoodNewOne() {
        Handle own = signIn("alice", PeopleNode.PASSWORD);

        assertRefused("WRONG_PASSWORD", () -> change(own, "wrong", OTHER));
        assertRefused("WEAK_PASSWORD", () -> change(own, PeopleNode.PASSWORD, "password1234"));
        assertRefused("WEAK_PASSWORD", () -> change(own, PeopleNode.PASSWORD, "short"));
        assertRefused("WEAK_PASSWORD", () -> change(own, PeopleNode.PASSWORD, PeopleNode.PASSWORD));
        signIn("alice", PeopleNode.PASSWORD);
    }

    /** Who found an open browser must not guess the password by it. */
    @Test
    void change_isDelayedAsASignInIs() {
        Handle own = signIn("alice", PeopleNode.PASSWORD);
        for (int i = 0; i < 5; i++) {
            assertRefused("WRONG_PASSWORD", () -> change(own, "wrong", OTHER));
        }

        assertRefused("SIGN_IN_DELAYED", () -> change(own, PeopleNode.PASSWORD, OTHER));
    }

    @Test
    void assignedPassword_endsSessions_mustBeChanged_andIsGoodForADay() {
        Handle before = signIn("alice", PeopleNode.PASSWORD);

        node.signIn.assign(Caller.SYSTEM, "alice", OTHER);

        assertThat(node.sessions.find(before)).isEmpty();
        Handle first = signIn("alice", OTHER);
        assertThat(node.signIn.mustChange("alice")).isTrue();
        change(first, OTHER, PeopleNode.PASSWORD);
        assertThat(node.signIn.mustChange("alice")).isFalse();
        node.signIn.assign(Caller.SYSTEM, "alice", OTHER);
        node.pass(Duration.ofHours(24));
        assertRefused("SIGN_IN_FAILED", () -> signIn("alice", OTHER));
        assertRefused("USER_NOT_FOUND", () -> node.signIn.assign(Caller.SYSTEM, "nobody", OTHER));
    }

    @Test
    void raisedRounds_reachThePasswordAtItsNextSignIn() {
        PeopleNode raised = new PeopleNode(store, data, Map.of("diamond.password.iterations", "2000"));
        long before = raised.documents.version("password", "alice");

        raised.signIn.signIn(PeopleNode.HOME, "alice", PeopleNode.PASSWORD);
        raised.scheduler.runDue();

        assertThat(raised.documents.find("password", "alice"))
                .map(Document::json)
                .hasValueSatisfying(json -> assertThat(json).contains("pbkdf2-sha256$2000$"));
        raised.signIn.signIn(PeopleNode.HOME, "alice", PeopleNode.PASSWORD);
        raised.scheduler.runDue();
        assertThat(raised.documents.version("password", "alice")).isEqualTo(before + 1);
    }

    @Test
    void nothingThatIsPrintedOrStoredElsewhere_holdsAHash() {
        signIn("alice", PeopleNode.PASSWORD);

        String hash = node.credentials.find("alice").orElseThrow().credential().hash();
        assertThat(node.credentials.find("alice")).asString().doesNotContain(hash);
        assertThat(node.documents.find("user", "alice").orElseThrow().json()).doesNotContain("pbkdf2");
        assertThat(node.documents.all("session"))
                .noneMatch(session -> session.json().contains("pbkdf2"));
    }

    @Test
    void userWhoIsNoMore_leavesNeitherPasswordNorSession() {
        node.with("bob");
        signIn("alice", PeopleNode.PASSWORD);
        node.documents.remove(Caller.SYSTEM, "user", "alice");

        node.signIn.start();
        node.pass(Duration.ofMinutes(1));

        assertThat(node.documents.all("session")).isEmpty();
        assertThat(node.documents.all("password")).extracting(Document::name).containsExactly("bob");
    }

    @Test
    void tidying_ofANodeThatHasYetToHearOfAUser_leavesHisPasswordAndHisSession() {
        PeopleNode other = new PeopleNode(store, data);
        node.with("bob");
        Handle handle = signIn("bob", PeopleNode.PASSWORD);
        other.documents.hear("password");
        other.documents.hear("session");

        other.signIn.tidy();

        store.tellAll();
        assertThat(node.sessions.find(handle)).isPresent();
        assertThat(node.documents.all("password")).extracting(Document::name).contains("bob");
    }

    /** The password of the first user is there before him. */
    @Test
    void tidying_leavesThePasswordOfTheUserWhoIsAboutToBeMade() {
        node.documents.remove(Caller.SYSTEM, "user", "alice");

        node.signIn.tidy();

        assertThat(node.documents.all("password")).hasSize(1);
    }
}
