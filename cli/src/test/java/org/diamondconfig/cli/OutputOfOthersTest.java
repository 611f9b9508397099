/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.diamondconfig.cli.Cli.Ran;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only a Diamond says that something is done: a redirect, or the page of a proxy, does not. */
class OutputOfOthersTest extends DiamondCase {

    private static final String PAGE = "<html>Please sign in</html>";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "get app",
                "get app --md5",
                "put app --content x",
                "rm app",
                "list",
                "tokens revoke 4f2a",
                "users rm bob",
                "passwd",
                "namespaces rm dev",
                "datum list cart",
                "datum clear cart",
                "watch app",
                "watch app/",
                "diff app -f -",
                "ops dump",
                "whoami"
            })
    void redirect_andPageOfAProxy_are7_andNothingIsToldOfThem(String command) {
        for (int status : new int[] {302, 200}) {
            diamond.enqueue(status, PAGE);

            Ran ran = cli.input("old\nnew\n").run(command.split(" "));

            assertThat(ran.code()).as(command + ", " + status).isEqualTo(7);
            assertThat(ran.bytes()).isEmpty();
            assertThat(ran.err()).doesNotContain("removed").doesNotContain("set;");
        }
    }

    @Test
    void doctor_endsIn1_whateverAnswers() {
        for (int i = 0; i < 3; i++) {
            diamond.enqueue(200, PAGE);
        }
        Ran pages = cli.run("doctor");
        diamond.enqueue(200, "{\"checks\":[{\"name\":\"store\",\"status\":\"UP\"}]}");
        diamond.enqueue(503);
        diamond.enqueue(503);
        Ran gone = cli.run("doctor", "-o", "raw");
        diamond.down();
        Ran down = cli.run("doctor");

        assertThat(pages.code()).isEqualTo(1);
        assertThat(pages.out()).contains("not Diamond's health");
        assertThat(gone.code()).isEqualTo(1);
        assertThat(gone.out()).contains("store\tok").contains("token\tWRONG").contains("server list\tWRONG");
        assertThat(down.code()).isEqualTo(1);
    }

    @Test
    void sentence_ofAServer_commandsNoTerminal() {
        diamond.enqueue(403, "{\"code\":\"FORBIDDEN\",\"detail\":\"You\\u001b[2J may\\nnot.\"}");

        assertThat(cli.run("get", "app").err()).isEqualTo("diamond: FORBIDDEN: You\\x1b[2J may\\nnot.\n");
    }
}
