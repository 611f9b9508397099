/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.diamondconfig.cli.Cli.Ran;
import org.diamondconfig.client.test.FakeDiamond;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A zip that the server makes is there whole or not at all; of one that it reads, each is told, and how far it came. */
class ZipTest extends DiamondCase {

    /** One with a manifest and two more, as far as its end tells. */
    private static final String ZIP = "PK" + (char) 5 + (char) 6 + "\0\0\0\0" + "\3\0\3\0" + "\0".repeat(10);

    private static final String HEAD = "{\"dryRun\":false,\"total\":2}\n";
    private static final String ITEM =
            "{\"namespace\":\"dev\",\"group\":\"g\",\"dataId\":\"%s\",\"file\":\"f\",\"outcome\":\"%s\"%s}\n";
    private static final String END = "{\"created\":1,\"aborted\":%s,\"plan\":\"p1\"%s}\n";

    private Path file;

    @BeforeEach
    void start() {
        file = home.resolve("all.zip");
    }

    private Ran export(String... more) {
        return cli.run(List.of("zip", "export", file.toString()), more);
    }

    /** The import of a zip that this is the answer to. */
    private Ran importOf(String answer, String... more) throws IOException {
        return importOf(200, answer, more);
    }

    private Ran importOf(int status, String answer, String... more) throws IOException {
        Files.writeString(file, ZIP);
        diamond.enqueue(status, answer);
        return cli.run(List.of("zip", "import", file.toString()), more);
    }

    private static String item(String dataId, String outcome) {
        return ITEM.formatted(dataId, outcome, "");
    }

    private static String refused(String dataId) {
        return ITEM.formatted(dataId, "refused", ",\"code\":\"FORBIDDEN\",\"detail\":\"You may not.\"");
    }

    private void requireNothingLeft() throws IOException {
        try (Stream<Path> left = Files.list(home)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void zip_isWrittenWhole() {
        diamond.enqueue(200, ZIP);

        Ran ran = export("-n", "dev", "-g", "g", "--filter", "a*");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.err()).isEqualTo("2 exported to " + file + ", 22 bytes\n");
        assertThat(ran.bytes()).isEmpty();
        assertThat(file).hasContent(ZIP);
        assertThat(home).isDirectoryNotContaining(left -> !left.equals(file));
        assertThat(last().query())
                .containsEntry("namespace", "dev")
                .containsEntry("group", "g")
                .containsEntry("dataId", "a*")
                .doesNotContainKey("limit");
    }

    @Test
    void file_thatIsThere_stays_unlessForced() throws IOException {
        Files.writeString(file, "mine");

        Ran ran = export();

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("is there already; --force replaces it");
        assertThat(diamond.requests()).isEmpty();
        assertThat(file).hasContent("mine");
        diamond.enqueue(200, ZIP);
        assertThat(export("--force").code()).isZero();
        assertThat(file).hasContent(ZIP);
        assertThat(cli.run("zip", "export", home.toString(), "--force").code()).isEqualTo(2);
    }

    @Test
    void link_isNeitherReplaced_norFollowed() throws IOException {
        Path mine = Files.writeString(home.resolve("mine"), "mine");
        Path link = Files.createSymbolicLink(home.resolve("link"), mine);
        Path next = home.resolve(".all.zip." + ProcessHandle.current().pid() + ".next");
        Files.createSymbolicLink(next, mine);

        Ran ran = cli.run("zip", "export", link.toString(), "--force");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("nothing replaces it");
        assertThat(diamond.requests()).isEmpty();
        diamond.enqueue(200, ZIP);
        assertThat(export().code()).isZero();
        assertThat(link).isSymbolicLink();
        assertThat(mine).hasContent("mine");
        assertThat(file).isRegularFile().hasContent(ZIP);
        assertThat(next).doesNotExist();
    }

    @Test
    void zip_withoutItsEnd_andThePageOfAProxy_are7_andLeaveNothing() throws IOException {
        for (String body : new String[] {"<html>Please sign in</html>", "", "PK", ZIP + "more"}) {
            diamond.enqueue(200, body);

            Ran ran = export();

            assertThat(ran.code()).as(body).isEqualTo(7);
            assertThat(ran.err()).contains("no whole zip");
            requireNothingLeft();
        }
    }

    @Test
    void refusal_isTold_andLeavesNothing() throws IOException {
        diamond.enqueue(403, "{\"code\":\"FORBIDDEN\",\"detail\":\"You may not.\"}");
        diamond.enqueue(302, "<html>Please sign in</html>");
        diamond.enqueue(503);

        assertThat(export().err()).isEqualTo("diamond: FORBIDDEN: You may not.\n");
        assertThat(export().code()).isEqualTo(7);
        assertThat(export().code()).isEqualTo(7);
        diamond.down();
        assertThat(export().code()).isEqualTo(7);
        requireNothingLeft();
    }

    @Test
    void answer_thatIsCutOff_is7_andLeavesNothing() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> half = CompletableFuture.runAsync(() -> answerHalf(server));

            Ran ran = cli.with("DIAMOND_SERVER", "http://127.0.0.1:" + server.getLocalPort() + "/diamond-server")
                    .run("zip", "export", file.toString());

            half.get();
            assertThat(ran.code()).isEqualTo(7);
            assertThat(ran.err()).contains("cut off");
            requireNothingLeft();
        }
    }

    private static void answerHalf(ServerSocket server) {
        try (Socket socket = server.accept();
                OutputStream out = socket.getOutputStream()) {
            int asked = 0;
            while (asked != 4) { // until the empty line
                int next = socket.getInputStream().read();
                asked = next == '\r' || next == '\n' ? asked + 1 : 0;
            }
            out.write(("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + ZIP).getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void disk_thatCannotBeWritten_is1() {
        file = home.resolve("none").resolve("all.zip");

        Ran ran = export();

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("cannot be written");
        assertThat(diamond.requests()).isEmpty();
    }

    @Test
    void interruption_ofAnExport_is130_andLeavesNothing() throws IOException {
        cli.interruption().ask();
        diamond.hang();

        Ran ran = export();

        assertThat(ran.code()).isEqualTo(130);
        assertThat(ran.err()).contains("nothing was written");
        requireNothingLeft();
    }

    @Test
    void import_tellsWhatBecameOfEach_andSendsTheZipAsItIs() throws IOException {
        String answer = HEAD + item("a", "created") + item("b", "same") + END.formatted(false, "");

        Ran ran = importOf(answer, "--to", "dev", "--policy", "skip", "-m", "why", "-o", "raw");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).isEqualTo("created\tdev\tg\ta\t\t\t\t\n");
        assertThat(ran.err()).isEqualTo("1 created, 1 same\n");
        assertThat(last().body()).isEqualTo(ZIP);
        assertThat(last().headers()).containsEntry("accept", "application/x-ndjson");
        assertThat(last().query())
                .containsEntry("namespace", "dev")
                .containsEntry("policy", "skip")
                .containsEntry("comment", "why")
                .hasSize(3);
        assertThat(importOf(answer, "-o", "json").out()).hasLineCount(3).contains("\"plan\":\"p1\"");
    }

    @Test
    void dryRun_tellsItsPlan_andIs1IfAnythingWouldBeDone() throws IOException {
        Ran ran = importOf(HEAD + item("a", "created") + END.formatted(false, ""), "--dry-run");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).isEqualTo("would be: 1 created; nothing was written. --plan p1 does just that\n");
        assertThat(importOf(HEAD + item("a", "same") + END.formatted(false, ""), "--dry-run")
                        .code())
                .isZero();
        diamond.enqueue(409, "{\"code\":\"PLAN_CHANGED\",\"detail\":\"Look again.\"}");
        assertThat(cli.run("zip", "import", file.toString(), "--plan", "p1").code())
                .isEqualTo(5);
        assertThat(last().query()).containsEntry("plan", "p1");
        assertThat(cli.run("zip", "import", file.toString(), "--plan", "p1", "--dry-run")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void some_thatAreRefused_are8_andAll5_andAborted5() throws IOException {
        String end = END.formatted(false, "");
        assertThat(importOf(HEAD + item("a", "created") + refused("b") + end).code())
                .isEqualTo(8);
        assertThat(importOf(HEAD + refused("b") + end).code()).isEqualTo(5);
        Ran aborted = importOf(HEAD + item("a", "skipped") + END.formatted(true, ""));
        assertThat(aborted.code()).isEqualTo(5);
        assertThat(aborted.err()).contains("aborted: nothing was written");
    }

    @Test
    void import_thatEndsBeforeItsTime_tellsHowFarItCame() throws IOException {
        Ran early = importOf(HEAD + item("a", "created"));
        Ran down = importOf(HEAD + item("a", "created") + END.formatted(false, ",\"code\":\"STORE_DOWN\""));
        Ran page = importOf("<html>Please sign in</html>");
        Ran other = importOf("{\"status\":\"UP\"}");

        assertThat(early.code()).isEqualTo(8);
        assertThat(early.err()).contains("told: 1 created, and some more may be done; run again");
        assertThat(down.code()).isEqualTo(8);
        assertThat(down.err()).contains("STORE_DOWN: what is not told was not written");
        assertThat(page.code()).isEqualTo(7);
        assertThat(other.code()).isEqualTo(7);
    }

    @Test
    void zip_goesToTheNextServer_onlyIfTheFirstSaysThatItDidNothing() throws IOException {
        String[] nobodyKnows = {"", "<html>Bad gateway</html>", "{\"code\":\"INTERNAL\",\"detail\":\"It failed.\"}"};
        try (FakeDiamond next = new FakeDiamond().start()) {
            cli.with("DIAMOND_SERVER", diamond.uri() + "," + next.uri());
            for (String answer : nobodyKnows) {
                Ran ran = importOf(502, answer);

                assertThat(ran.code()).as(answer).isEqualTo(7);
                assertThat(ran.err()).contains("; told: nothing, and some more may be done; run again");
            }
            assertThat(importOf(302, "").code()).isEqualTo(7);
            assertThat(next.requests()).isEmpty();

            next.enqueue(200, HEAD + item("a", "created") + END.formatted(false, ""));
            Ran busy = importOf(429, "{\"code\":\"TRANSFER_BUSY\",\"detail\":\"Others are at it.\"}");
            assertThat(busy.code()).as(busy.err()).isZero();
            diamond.close();
            next.enqueue(200, HEAD + item("a", "created") + END.formatted(false, ""));
            assertThat(cli.run("zip", "import", file.toString()).code()).isZero();
            assertThat(next.requests()).hasSize(2).allMatch(zip -> zip.body().equals(ZIP));
        }
        Ran nobody = cli.run("zip", "import", file.toString());
        assertThat(nobody.code()).isEqualTo(7);
        assertThat(nobody.err()).doesNotContain("may be done");
    }

    @Test
    void import_thatIsCutOffOnceAllWasSent_tellsThatSomeMayBeDone() throws IOException {
        Files.writeString(file, ZIP);
        diamond.dropConnection();

        Ran ran = cli.run("zip", "import", file.toString());

        assertThat(ran.code()).isEqualTo(7);
        assertThat(ran.err()).contains("; told: nothing, and some more may be done; run again");
        diamond.dropConnection();
        assertThat(cli.run("zip", "import", file.toString(), "--dry-run").err()).doesNotContain("may be done");
    }

    @Test
    void import_ofWhatIsNoFile_is2_andAsksNobody() {
        assertThat(cli.run("zip", "import", home.toString()).code()).isEqualTo(2);
        assertThat(cli.run("zip", "import", home.resolve("none").toString()).code())
                .isEqualTo(2);
        assertThat(diamond.requests()).isEmpty();
    }
}
