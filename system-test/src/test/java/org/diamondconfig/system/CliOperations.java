/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.diamondconfig.system.Diamond.Ran;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about people, programs and servers, each as it is meant to go. */
abstract class CliOperations {

    private static final String FIRST = "nine otters under a lantern";
    private static final String CHOSEN = "a lantern over ten otters";

    @TempDir
    Path folder;

    private Diamond diamond;

    /** Of somebody who may do everything. */
    abstract Diamond diamond();

    /** Of somebody with a home of his own, who shows nothing. */
    abstract Diamond stranger(String name);

    @BeforeEach
    void start() {
        diamond = diamond();
    }

    @Test
    void people_comeInMayAndGo() {
        diamond.well("groups", "add", "ops", "--description", "who is called", "--grant", "reader:public");
        diamond.well("users", "add", "bob", "--description", "Bob", "--grant", "reader:public/bobs");
        diamond.input(FIRST).well("users", "passwd", "bob");
        Diamond bob = stranger("bob");

        bob.run("whoami").with(4);
        bob.input(FIRST).well("login", "-u", "bob");
        bob.run("list").with(4); // before he chose another
        bob.input(FIRST + "\n" + CHOSEN + "\n").well("passwd");

        assertThat(bob.run("whoami", "-o", "json").with(0).objects())
                .extracting(who -> who.string("subject"))
                .containsExactly("user:bob");
        bob.run("put", "x", "--content", "1").with(4);
        assertThat(diamond.well("users", "sessions", "bob", "-o", "raw")).hasLineCount(1);
        diamond.well("users", "groups", "bob", "ops");
        assertThat(diamond.well("users", "show", "bob", "-o", "json")).contains("\"groups\":[\"ops\"]");
        assertThat(diamond.well("users", "list", "-o", "raw")).contains("user:bob\tBob\tops");
        bob.well("logout", "--everywhere");
        bob.run("whoami").with(4);

        bob.input(CHOSEN).well("login", "-u", "bob");
        assertThat(diamond.well("users", "end", "bob", "-o", "json")).isEqualTo("{\"ended\":1}\n");
        bob.run("whoami").with(4);
        diamond.well("users", "disable", "bob");
        bob.input(CHOSEN).run("login", "-u", "bob").with(4);
        diamond.well("users", "enable", "bob");
        diamond.well("users", "rm", "bob");
        diamond.run("users", "show", "bob").with(3);
        groupsGo();
    }

    private void groupsGo() {
        assertThat(diamond.well("groups", "list", "-o", "raw")).contains("group:ops\twho is called");
        assertThat(diamond.well("groups", "show", "ops", "-o", "json")).contains("\"subject\":\"group:ops\"");
        diamond.well("groups", "disable", "ops");
        diamond.well("groups", "enable", "ops");
        diamond.well("groups", "rm", "ops");
        diamond.run("groups", "show", "ops").with(3);
    }

    @Test
    void applicationsAndNetworks_areMadeChangedAndGo() {
        diamond.input("a-key-of-the-cart").well("applications", "add", "cart", "--grant", "reader:public");
        diamond.well("applications", "set", "cart", "--description", "the cart");
        diamond.input("a-key-of-the-cart\nanother-key-of-it\n").well("applications", "keys", "cart");
        assertThat(diamond.well("applications", "list", "-o", "raw")).contains("application:cart\tthe cart");
        assertThat(diamond.well("applications", "show", "cart", "-o", "json")).doesNotContain("another-key-of-it");
        diamond.well("networks", "add", "legacy", "192.0.2.0/24", "--grant", "reader:public");
        diamond.well("networks", "set", "legacy", "--network", "192.0.2.0/25");
        assertThat(diamond.well("networks", "show", "legacy", "-o", "json")).contains("192.0.2.0/25");
        assertThat(diamond.well("networks", "list", "-o", "raw")).contains("network:legacy");
        for (String kind : new String[] {"applications cart", "networks legacy"}) {
            String[] words = kind.split(" ");
            diamond.well(words[0], "disable", words[1]);
            diamond.well(words[0], "enable", words[1]);
            diamond.well(words[0], "rm", words[1]);
            diamond.run(words[0], "show", words[1]).with(3);
        }
    }

    @Test
    void grants_areAdded_whereSomethingIsDenied() {
        diamond.well("namespaces", "add", "denied");
        diamond.well("users", "add", "eve", "--grant", "reader:denied", "--grant", "deny:read:denied/secret");

        diamond.well("grants", "add", "user:eve", "publish:denied", "-n", "denied");

        assertThat(diamond.well("grants", "list", "user:eve", "-n", "denied", "-o", "raw"))
                .hasLineCount(3)
                .contains("deny\tread\tdenied\tsecret");
        diamond.well("users", "set", "eve", "--grant", "reader:denied", "--description", "Eve");
        assertThat(diamond.well("grants", "list", "user:eve", "-n", "denied", "-o", "raw"))
                .hasLineCount(1);
        diamond.well("users", "rm", "eve");
        diamond.well("groups", "add", "others");
        diamond.well("groups", "set", "others", "--description", "all others");
        assertThat(diamond.well("groups", "show", "others", "-o", "json")).contains("all others");
        diamond.well("groups", "rm", "others");
    }

    @Test
    void token_letsAProgramIn_untilItIsRevoked() {
        diamond.well("namespaces", "add", "shop");
        diamond.well("put", "a", "-n", "shop", "-g", "cart", "--content", "1");
        String token = diamond.well("tokens", "add", "--description", "cart", "--grant", "reader:shop/cart")
                .strip();
        Diamond program = stranger("program").with("DIAMOND_TOKEN", token);
        String subject =
                program.run("whoami", "-o", "json").with(0).objects().get(0).string("subject");

        assertThat(program.well("get", "a", "-n", "shop", "-g", "cart")).isEqualTo("1");
        program.run("put", "a", "-n", "shop", "-g", "cart", "--content", "2").with(4);
        diamond.well("grants", "add", subject, "publish:shop/cart", "-n", "shop");
        assertThat(diamond.well("grants", "list", subject, "-n", "shop", "-o", "raw"))
                .hasLineCount(2);
        program.well("put", "a", "-n", "shop", "-g", "cart", "--content", "2");
        program.well("grants", "check", "publish", "a", "-n", "shop", "-g", "cart");
        diamond.well("grants", "rm", subject, "publish:shop/cart", "-n", "shop");
        assertThat(diamond.run(
                                "grants", "check", "publish", "a", "-n", "shop", "-g", "cart", "--of", subject, "-o",
                                "raw")
                        .with(4)
                        .out())
                .contains("false\tNOT_GRANTED");
        program.run("put", "a", "-n", "shop", "-g", "cart", "--content", "3").with(4);
        diamond.well("grants", "set", subject, "-n", "shop");
        program.run("get", "a", "-n", "shop", "-g", "cart").with(4);

        String name = subject.substring("token:".length());
        assertThat(diamond.well("tokens", "list", "-o", "raw"))
                .contains(subject + "\tcart")
                .doesNotContain(token);
        assertThat(diamond.well("tokens", "show", name, "-o", "json")).doesNotContain(token);
        diamond.well("tokens", "disable", name);
        program.run("whoami").with(4);
        diamond.well("tokens", "enable", name);
        diamond.well("tokens", "set", name, "--expires", "2001-01-01T00:00:00Z");
        program.run("whoami").with(4);
        diamond.well("tokens", "set", name, "--expires", "");
        program.well("whoami");
        diamond.well("tokens", "rm", name);
        program.run("whoami").with(4);
    }

    @Test
    void token_isKeptByAContext() {
        String token = diamond.well("tokens", "add", "--description", "kept").strip();
        Diamond person = stranger("person");
        person.input(token).well("login");

        person.well("whoami");
        assertThat(person.well("context", "list")).contains("default").doesNotContain(token);
        person.well("context", "add", "shop", "-n", "shop", "-g", "cart");
        person.well("context", "use", "shop");
        assertThat(person.well("context", "list", "-o", "raw")).contains("*\tshop\t\tshop\tcart");
        person.well("context", "use", "default");
        person.well("context", "rm", "shop");
        assertThat(person.well("context", "list", "-o", "raw")).hasLineCount(1);
    }

    @Test
    void namespaces_andQuotas_comeAndGo() {
        diamond.well("namespaces", "add", "stage", "--title", "Stage");
        diamond.well("namespaces", "set", "stage", "--title", "The stage", "--description", "for trying");
        assertThat(diamond.well("namespaces", "list", "-o", "raw")).contains("stage\tThe stage\tfor trying");

        diamond.well("quotas", "set", "-n", "stage", "--keys", "1");
        diamond.well("quotas", "set", "-n", "stage", "--bytes", "1000");
        diamond.well("put", "a", "-n", "stage", "--content", "1");
        diamond.run("put", "b", "-n", "stage", "--content", "1").with(4);
        assertThat(diamond.well("quotas", "list", "-n", "stage", "-o", "json")).contains("\"keys\":1,");
        diamond.well("quotas", "rm", "-n", "stage");
        diamond.well("put", "b", "-n", "stage", "--content", "1");

        diamond.run("namespaces", "rm", "stage").with(5);
        diamond.well("rm", "a", "b", "-n", "stage");
        diamond.well("namespaces", "rm", "stage");
        assertThat(diamond.well("namespaces", "list", "-o", "raw")).doesNotContain("stage\t");
    }

    @Test
    void change_isFollowedToItsClients() throws Exception {
        diamond.well("put", "followed", "--content", "1");
        CompletableFuture<Ran> watch = diamond().later("watch", "followed", "--count", "2");
        Awaitility.await()
                .until(() -> !diamond.well("subscribers", "of", "followed", "-o", "raw")
                        .isEmpty());
        String client = diamond.run("subscribers", "of", "followed", "-o", "json")
                .objects()
                .get(0)
                .string("client");

        assertThat(diamond.well("subscribers", "clients", "--app", "diamond-cli", "-o", "raw"))
                .contains(client);
        assertThat(diamond.well("subscribers", "keys", client, "-o", "raw")).contains("\tfollowed\t");
        diamond.well("put", "followed", "--content", "2");
        watch.get().with(0);
        assertThat(diamond.well("subscribers", "propagation", "followed", "-o", "json"))
                .contains("\"version\":2");
        assertThat(diamond.well("trace", "followed", "--version-number", "2", "-o", "raw"))
                .contains("dump");
        assertThat(diamond.well("trace", "followed", "--version-number", "2", "--all-nodes", "-o", "raw"))
                .contains("this\tdump");
    }

    @Test
    void trail_tellsWhoDidWhat_andIsIntact() {
        diamond.well("put", "audited", "--content", "1");

        assertThat(diamond.run("audit", "--data-id", "audited", "--action", "publish", "-o", "json")
                        .with(0)
                        .objects())
                .singleElement()
                .satisfies(entry -> assertThat(entry.string("who")).startsWith("token:"));
        assertThat(diamond.run("audit", "--verify").with(0).err()).contains("intact");
    }

    @Test
    void server_isOperated() {
        assertThat(diamond.well("ops", "features")).contains("watch\n");
        diamond.well("ops", "dump");
        assertThat(diamond.run("ops", "adopt-store", "0123456789abcdef").with(5).err())
                .contains("STORE_NOT_CHANGED");
        assertThat(diamond.run("cluster", "-o", "json").with(0).objects()).hasSize(1);
        diamond.well("doctor");

        assertThat(diamond.well("ops", "drain", "-o", "json")).isEqualTo("{\"draining\":true,\"changed\":true}\n");
        try {
            assertThat(diamond.run("doctor", "-o", "raw").with(1).out()).contains("drain\tWRONG");
            diamond.well("put", "drained", "--content", "1");
            assertThat(diamond.run("watch", "drained", "--count", "1").with(0).out())
                    .contains("\"content\":\"1\"");
        } finally {
            diamond.well("ops", "drain", "--end");
        }
        diamond.well("doctor");
    }

    @Test
    void program_tellsOfItself() throws IOException {
        assertThat(diamond.well("help", "get")).contains("--version-number");
        Path script = folder.resolve("completion");
        for (String shell : new String[] {"bash", "zsh", "fish"}) {
            Files.writeString(script, diamond.well("completion", shell), StandardCharsets.UTF_8);
            assertThat(script).content().contains("rollback");
        }
        assertThat(diamond.well("--version")).startsWith("diamond ").isEqualTo(diamond.well("version"));
    }
}
