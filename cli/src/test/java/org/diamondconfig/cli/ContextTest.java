/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.diamondconfig.cli.Cli.Ran;
import org.diamondconfig.client.test.FakeDiamond;
import org.diamondconfig.client.test.Received;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which server, namespace and token count, and who may read what is kept of them. */
class ContextTest extends DiamondCase {

    private static final String WHO = "{\"subject\":\"token:1\",\"access\":\"closed\",\"grants\":[]}";

    private Path file;
    private String server;

    @BeforeEach
    void start() {
        file = home.resolve(".config/diamond/config");
        server = diamond.uri().toString();
        diamond.publish(ConfigKey.of("dev", "shop", "app"), "dev");
        diamond.publish(ConfigKey.of("prod", "shop", "app"), "prod");
    }

    private Cli cli() {
        return new Cli(home);
    }

    private static String header(Received request) {
        return request.headers().getOrDefault("authorization", "");
    }

    @Test
    void context_isUsed_untilAnotherIsNamed() {
        cli().run("context", "add", "dev", "--server", server, "-n", "dev", "-g", "shop");
        cli().run("context", "add", "prod", "--server", server, "-n", "prod", "-g", "shop");

        assertThat(cli().run("get", "app").out()).isEqualTo("dev");
        assertThat(cli().run("get", "app", "--context", "prod").out()).isEqualTo("prod");
        assertThat(cli().with("DIAMOND_CONTEXT", "prod").run("get", "app").out())
                .isEqualTo("prod");
        assertThat(cli().run("context", "use", "prod").code()).isZero();
        assertThat(cli().run("get", "app").out()).isEqualTo("prod");
        assertThat(cli().run("get", "app", "-n", "dev").out()).isEqualTo("dev");
        assertThat(cli().with("DIAMOND_NAMESPACE", "dev").run("get", "app").out())
                .isEqualTo("dev");
    }

    @Test
    void named_context_beatsTheEnvironment() {
        cli().run("context", "add", "prod", "--server", server, "-n", "prod", "-g", "shop");
        Cli cli = cli().with("DIAMOND_SERVER", "127.0.0.1:1")
                .with("DIAMOND_NAMESPACE", "dev")
                .with("DIAMOND_TOKEN", "t");

        assertThat(cli.run("get", "app", "--context", "prod").out()).isEqualTo("prod");
        assertThat(header(last())).as("the token of elsewhere").isEmpty();
    }

    @Test
    void login_keepsATokenThatIsGood_whereNobodyElseReadsIt() throws IOException {
        diamond.enqueue(200, WHO);

        Ran ran = cli().input("dmt_secret\n").run("login", "--server", server);

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        cli().run("get", "app", "-n", "dev", "-g", "shop");
        assertThat(header(last())).isEqualTo("Bearer dmt_secret");
        assertThat(cli().run("context", "list").out()).contains("default").doesNotContain("secret");
    }

    @Test
    void login_keepsNothing_ofATokenThatIsRefused() {
        diamond.enqueue(401, "{\"code\":\"BAD_TOKEN\",\"detail\":\"No.\"}");

        assertThat(cli().input("dmt_wrong").run("login", "--server", server).code())
                .isEqualTo(4);
        assertThat(file).doesNotExist();
    }

    @Test
    void what_aContextKeeps_isShownToItsOwnServersAlone() {
        diamond.enqueue(200, WHO);
        cli().input("dmt_secret").run("login", "--server", server);
        try (FakeDiamond other = new FakeDiamond().start()) {
            String elsewhere = other.uri().toString();
            Ran ran = cli().run("get", "app", "--server", elsewhere);
            cli().run("get", "app", "--server", elsewhere, "--context", "default");
            cli().with("DIAMOND_SERVER", elsewhere).run("get", "app");
            cli().run("get", "app", "--server", server + "," + elsewhere);
            cli().run("context", "add", "default", "--server", elsewhere);
            cli().run("get", "app");

            assertThat(ran.err()).contains("context default").contains("is not shown to others");
            assertThat(other.requests())
                    .hasSizeGreaterThanOrEqualTo(4)
                    .allSatisfy(request -> assertThat(header(request)).isEmpty());
        }
    }

    @Test
    void server_ofSeveral_isShownWhatTheContextKeeps() {
        diamond.enqueue(200, WHO);
        cli().input("dmt_secret").run("login", "--server", server + ",127.0.0.1:1");

        cli().run("get", "app", "-n", "dev", "-g", "shop", "--server", server);

        assertThat(header(last())).isEqualTo("Bearer dmt_secret");
    }

    @Test
    @Timeout(120)
    void watch_refusesASession_whichItsClientCannotShow() throws IOException {
        signedIn();

        Ran ran = cli().run("watch", "app");

        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.err()).contains("watch needs a token");
    }

    @Test
    void logout_forgets() throws IOException {
        diamond.enqueue(200, WHO);
        cli().input("dmt_secret").run("login", "--server", server);

        assertThat(cli().run("logout").code()).isZero();
        assertThat(Files.readString(file)).doesNotContain("secret").contains(server);
    }

    @Test
    void logout_everywhere_endsAllSessions() throws IOException {
        signedIn();
        diamond.enqueue(204);

        assertThat(cli().run("logout", "--everywhere").code()).isZero();
        assertThat(last().method()).isEqualTo("DELETE");
        assertThat(last().query()).containsEntry("all", "true");
        assertThat(Files.readString(file)).doesNotContain("csrf");
    }

    @Test
    void logout_everywhere_thatTheServerDidNotDo_isNotSaidToBeDone_andCanBeTriedAgain() throws IOException {
        signedIn();
        diamond.enqueue(401, "{\"status\":401,\"code\":\"SESSION_OVER\",\"title\":\"Sign in again.\"}");

        Ran ran = cli().run("logout", "--everywhere");

        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.err()).doesNotContain("signed out");
        assertThat(Files.readString(file)).contains("csrf");
    }

    private void signedIn() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "{\"current\":\"d\",\"contexts\":{\"d\":{\"server\":\"" + server
                        + "\",\"cookie\":\"c=1\",\"csrf\":\"t\"}}}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void contexts_withATokenThatOthersMayRead_areRefused() throws IOException {
        diamond.enqueue(200, WHO);
        cli().input("dmt_secret").run("login", "--server", server);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        Ran ran = cli().run("get", "app");

        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.err()).contains("chmod 600");
    }

    @Test
    void tokenFile_thatOthersMayRead_isUsedWithAWarning() throws IOException {
        Path token = Files.writeString(home.resolve("token"), "dmt_file\n");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));

        Ran ran = cli().run(
                        "get", "app", "-n", "dev", "-g", "shop", "--server", server, "--token-file", token.toString());

        assertThat(ran.out()).isEqualTo("dev");
        assertThat(ran.err()).contains("others may read this token").doesNotContain("dmt_file");
        assertThat(header(last())).isEqualTo("Bearer dmt_file");
    }

    @Test
    void warning_ofATokenFile_isSaidOnce_andNotIfQuiet() throws IOException {
        Path token = Files.writeString(home.resolve("token"), "dmt_file\n");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));

        Ran watch = cli.run("watch", "app", "--count", "1", "--token-file", token.toString());

        assertThat(watch.err()).contains("others may read this token").hasLineCount(1);
        assertThat(cli.run("get", "app", "-n", "dev", "-g", "shop", "-q", "--token-file", token.toString())
                        .err())
                .isEmpty();
    }

    @Test
    void file_ofTheEnvironment_beatsTheTokenOfTheCurrentContext() throws IOException {
        diamond.enqueue(200, WHO);
        cli().input("dmt_kept").run("login", "--server", server);
        Path token = Files.writeString(home.resolve("token"), "dmt_file\n");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));

        cli().with("DIAMOND_TOKEN_FILE", token.toString()).run("get", "app", "-n", "dev", "-g", "shop");

        assertThat(header(last())).isEqualTo("Bearer dmt_file");
    }

    @Test
    void file_thatAContextIsGiven_isUsedInPlaceOfWhatItKept() throws IOException {
        diamond.enqueue(200, WHO);
        cli().input("dmt_kept").run("login", "--server", server);
        Path token = Files.writeString(home.resolve("token"), "dmt_file\n");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));

        cli().run("context", "add", "default", "--token-file", token.toString());
        cli().run("get", "app", "-n", "dev", "-g", "shop");

        assertThat(header(last())).isEqualTo("Bearer dmt_file");
        assertThat(Files.readString(file)).doesNotContain("dmt_kept");
    }

    @Test
    void login_atAnotherServer_leavesTheContextAsItIs() throws IOException {
        cli().run("context", "add", "prod", "--server", server + ",127.0.0.1:1");
        String before = Files.readString(file);
        try (FakeDiamond other = new FakeDiamond().start()) {
            Ran ran = cli().input("dmt_other")
                    .run("login", "--server", other.uri().toString());

            assertThat(ran.code()).isEqualTo(2);
            assertThat(ran.err()).contains("context prod is for " + server).contains("diamond context add");
            assertThat(other.requests()).isEmpty();
        }
        assertThat(Files.readString(file)).isEqualTo(before);
        diamond.enqueue(200, WHO);
        assertThat(cli().input("dmt_kept").run("login", "--server", server).code())
                .isZero();
        assertThat(Files.readString(file)).as("all its servers").contains(server + ",127.0.0.1:1");
    }

    @Test
    void login_whereNoContextIsCurrent_leavesTheOneThatIsThereAsItIs() throws IOException {
        cli().run("context", "add", "gone", "--server", "127.0.0.1:1");
        cli().run("context", "add", "default", "--server", "127.0.0.1:2");
        cli().run("context", "rm", "gone");
        String before = Files.readString(file);

        Ran ran = cli().input("dmt_secret").run("login", "--server", server);

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("diamond context use default");
        assertThat(diamond.requests()).isEmpty();
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @Test
    void tokenFile_thatIsNotThere_is4() {
        assertThat(cli().run("get", "app", "--server", server, "--token-file", "/nowhere")
                        .code())
                .isEqualTo(4);
    }

    @Test
    void tokenFile_withoutAToken_is4_andNobodyIsAskedWithoutOne() throws IOException {
        for (byte[] content :
                new byte[][] {{}, {' ', '\n'}, {'a', ' ', 'b'}, {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, 'a'}}) {
            Path file = Files.write(home.resolve("token"), content);

            assertThat(cli.run("get", "app", "--token-file", file.toString()).code())
                    .isEqualTo(4);
        }
        assertThat(cli.run("get", "app", "--token-file", home.toString()).code())
                .isEqualTo(4);
        assertThat(diamond.requests()).isEmpty();
    }

    @Test
    void file_thatIsNoneOfContexts_is2_andStays() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{");

        assertThat(cli().run("get", "app").code()).isEqualTo(2);
        assertThat(Files.readString(file)).isEqualTo("{");
    }
}
