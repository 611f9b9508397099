/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.problem.Unauthorized;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first user, on one node and on three, with and without crashes on the way. */
class FirstAdminTest {

    private static final String SECRET = "initial-admin-secret";

    private final FakeDocuments.Store store = new FakeDocuments.Store();

    @TempDir
    Path folder;

    private PeopleNode node(String name) {
        return new PeopleNode(store, folder.resolve(name));
    }

    private PeopleNode automatic(String name, Path password) {
        return new PeopleNode(store, folder.resolve(name), Map.of("diamond.admin.password-file", password.toString()));
    }

    private static Path secretOf(PeopleNode node) {
        return node.data.resolve(SECRET);
    }

    private static String secret(PeopleNode node) throws IOException {
        return Files.readString(secretOf(node)).strip();
    }

    private void second(PeopleNode... nodes) {
        for (PeopleNode node : nodes) {
            node.pass(Duration.ofSeconds(1));
        }
        store.tellAll();
    }

    private static void signIn(PeopleNode node, String password) {
        node.signIn.signIn(PeopleNode.HOME, "admin", password);
    }

    @Test
    void firstStart_makesAnAdminWithARandomSecret_thatOnlyTheOwnerOfTheFileReads() throws IOException {
        PeopleNode node = node("a");
        node.first.start();
        second(node);

        assertThat(secret(node)).matches("[A-Za-z2-9]{24}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secretOf(node))))
                .isEqualTo("rw-------");
        signIn(node, secret(node));
        assertThat(node.signIn.mustChange("admin")).isTrue();
        assertThat(node.documents.all("password").get(0).json()).doesNotContain(secret(node));
    }

    @Test
    void start_takesTheDataFolderFromOthersOnTheMachine() throws IOException {
        PeopleNode node = node("a");
        Files.createDirectories(node.data);
        Files.setPosixFilePermissions(node.data, PosixFilePermissions.fromString("rwxr-xr-x"));

        node.first.start();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(node.data)))
                .isEqualTo("rwxr-x---");
    }

    @Test
    void threeNodesAtOnce_agreeOnOneAdmin() throws IOException {
        PeopleNode[] nodes = {node("a"), node("b"), node("c")};
        Stream.of(nodes).forEach(node -> node.first.start());

        second(nodes);
        second(nodes);
        second(nodes);

        assertOneSecretOpensAll(nodes);
    }

    /** One node has the secret, and it is good at each. */
    private static void assertOneSecretOpensAll(PeopleNode... nodes) throws IOException {
        List<PeopleNode> winners =
                Stream.of(nodes).filter(node -> Files.exists(secretOf(node))).toList();
        assertThat(winners).hasSize(1);
        for (PeopleNode node : nodes) {
            signIn(node, secret(winners.get(0)));
        }
    }

    /** On a thread each, so that they propose, lose and make the user in any order; again and again, since one order proves little. */
    @RepeatedTest(10)
    @Timeout(60)
    void threeNodesThatRace_agreeOnOneAdmin() throws Exception {
        PeopleNode[] nodes = {node("a"), node("b"), node("c")};
        ExecutorService threads = Executors.newFixedThreadPool(nodes.length);
        CyclicBarrier together = new CyclicBarrier(nodes.length);
        List<Future<Void>> starts = Stream.of(nodes)
                .map(node -> threads.submit((Callable<Void>) () -> {
                    together.await();
                    node.first.start();
                    for (int look = 0; look < 3; look++) {
                        together.await();
                        node.pass(Duration.ofSeconds(1));
                    }
                    return null;
                }))
                .toList();
        for (Future<Void> start : starts) {
            start.get();
        }
        threads.shutdown();
        store.tellAll();
        second(nodes);

        assertOneSecretOpensAll(nodes);
        assertThat(nodes).allSatisfy(node -> assertThat(node.users.all()).containsExactly("admin"));
    }

    @Test
    void secret_goesWithTheFirstChangeOfThePassword_wherever() throws IOException {
        PeopleNode a = node("a");
        PeopleNode b = node("b");
        a.first.start();
        second(a, b);
        second(a, b);
        Session session = b.signIn.signIn(PeopleNode.HOME, "admin", secret(a)).session();
        b.signIn.change(PeopleNode.HOME, session, secret(a), PeopleNode.PASSWORD);
        store.tellAll();

        a.pass(Duration.ofMinutes(1));

        assertThat(secretOf(a)).doesNotExist();
        signIn(a, PeopleNode.PASSWORD);
    }

    @Test
    void nodeThatIsTooBusyToSettle_looksAgain() throws Exception {
        PeopleNode node = node("a");
        node.first.start();
        second(node);
        String first = secret(node);
        node.work = Duration.ofSeconds(1);
        node.passwords.hash("whoever signs in meanwhile");
        node.work = Duration.ZERO;

        lookAndBeRefused(node);
        second(node);
        Session session = node.signIn.signIn(PeopleNode.HOME, "admin", first).session();
        node.signIn.change(PeopleNode.HOME, session, first, PeopleNode.PASSWORD);
        node.pass(Duration.ofMinutes(1));

        assertThat(secretOf(node)).doesNotExist();
    }

    /** Waits in vain for its turn to hash; whom nobody interrupts gives up after 5 s. */
    private static void lookAndBeRefused(PeopleNode node) throws InterruptedException {
        Thread looker = new Thread(node.first::look);
        looker.start();
        while (looker.getState() != Thread.State.TIMED_WAITING && looker.isAlive()) {
            Thread.onSpinWait();
        }
        looker.interrupt();
        looker.join();
    }

    @Test
    void secret_isGoodForADay_andTheNextStartMakesAnother() throws IOException {
        PeopleNode node = node("a");
        node.first.start();
        second(node);
        second(node);
        String old = secret(node);

        node.pass(Duration.ofHours(24));
        assertThatThrownBy(() -> signIn(node, old)).isInstanceOf(Unauthorized.class);
        node.first.stop();
        node.first.start();
        second(node);

        assertThat(secret(node)).isNotEqualTo(old);
        signIn(node, secret(node));
    }

    @Test
    void databaseThatIsDown_isWaitedFor() {
        PeopleNode node = node("a");
        store.goDown();
        node.first.start();
        second(node);
        assertThat(secretOf(node)).doesNotExist();

        store.comeBack();
        second(node);

        assertThat(secretOf(node)).exists();
        assertThat(node.users.has("admin")).isTrue();
    }

    @Test
    void storeWithUsers_getsNoOther() {
        PeopleNode node = node("a").with("alice");
        node.first.start();
        second(node);

        assertThat(node.users.all()).containsExactly("alice");
        assertThat(secretOf(node)).doesNotExist();
    }

    @Test
    void crashAfterTheFile_isTakenUpWithTheSameSecret() throws IOException {
        String kept = node("a").file.readOrMake();

        PeopleNode again = node("a");
        again.first.start();
        second(again);

        assertThat(secret(again)).isEqualTo(kept);
        signIn(again, kept);
    }

    @Test
    void crashBetweenPasswordAndUser_isTakenUpByAnyNode() throws IOException {
        PeopleNode a = node("a");
        a.first.start();
        second(a);
        a.documents.remove(Caller.SYSTEM, "user", "admin");
        store.tellAll();

        PeopleNode b = node("b");
        b.first.start();
        second(b);
        second(b);

        assertThat(secretOf(b)).doesNotExist();
        signIn(b, secret(a));
    }

    @Test
    void fileCutShortByACrash_isMadeAnew() throws IOException {
        Files.createDirectories(folder.resolve("a"));
        Files.writeString(folder.resolve("a").resolve(SECRET), "abc");

        PeopleNode node = node("a");
        node.first.start();
        second(node);

        signIn(node, secret(node));
    }

    @Test
    void linkInThePlaceOfTheFile_isNotFollowed() throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "x".repeat(24));
        Files.createDirectories(folder.resolve("a"));
        Files.createSymbolicLink(folder.resolve("a").resolve(SECRET), target);

        PeopleNode node = node("a");
        node.first.start();
        second(node);

        assertThat(target).hasContent("x".repeat(24));
        assertThat(secretOf(node)).isRegularFile();
        assertThat(Files.isSymbolicLink(secretOf(node))).isFalse();
    }

    @Test
    void givenPassword_needsNoChangeAndNoFile() throws IOException {
        Path given = Files.writeString(folder.resolve("given"), PeopleNode.PASSWORD + "\n");
        PeopleNode a = automatic("a", given);
        PeopleNode b = automatic("b", given);
        a.first.start();
        b.first.start();
        second(a, b);
        second(a, b);

        signIn(b, PeopleNode.PASSWORD);
        assertThat(a.signIn.mustChange("admin")).isFalse();
        assertThat(secretOf(a)).doesNotExist();
        assertThat(secretOf(b)).doesNotExist();
    }

    @Test
    void givenPasswordThatCannotBeUsed_stopsTheStartWithASentence() throws IOException {
        Path missing = folder.resolve("missing");
        Path weak = Files.writeString(folder.resolve("weak"), "password1234\n");
        Path large = Files.writeString(folder.resolve("large"), "x".repeat(5000));

        assertThatThrownBy(() -> automatic("a", missing).first.start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("diamond.admin.password-file: the file " + missing + " cannot be read");
        assertThatThrownBy(() -> automatic("a", weak).first.start())
                .hasMessageStartingWith("diamond.admin.password-file: password: too easy");
        assertThatThrownBy(() -> automatic("a", large).first.start())
                .hasMessage("diamond.admin.password-file: the file is longer than 4096 bytes");
    }

    @Test
    void forgottenPassword_isResetByAFileInTheDataFolder() throws IOException {
        PeopleNode node = node("a").with("admin");
        Files.createDirectories(node.data);
        Path reset = Files.createFile(node.data.resolve("reset-admin"));
        node.first.start();
        second(node);
        second(node);

        assertThat(reset).doesNotExist();
        assertThatThrownBy(() -> signIn(node, PeopleNode.PASSWORD)).isInstanceOf(Unauthorized.class);
        signIn(node, secret(node));
        assertThat(node.signIn.mustChange("admin")).isTrue();
    }

    @Test
    void openServer_makesNobody() {
        PeopleNode node = new PeopleNode(store, folder.resolve("a"), Map.of("diamond.access", "open"));
        node.first.start();
        second(node);

        assertThat(node.users.all()).isEmpty();
        assertThat(secretOf(node)).doesNotExist();
    }
}
