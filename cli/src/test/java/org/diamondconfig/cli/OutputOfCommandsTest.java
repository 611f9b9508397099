/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.diamondconfig.cli.Cli.Ran;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.Test;

/** What the commands about datums, providers, tokens and grants ask for, and what they print of the answers. */
class OutputOfCommandsTest extends DiamondCase {

    private static final ConfigKey CART = ConfigKey.of("DEFAULT_GROUP", "cart");

    @Test
    void datums_arePutListedAndTakenAway() {
        assertThat(cli.input("10.0.0.1:80").run("datum", "put", "cart", "one").code())
                .isZero();
        diamond.publishDatum(CART, "two", "10.0.0.2:80");

        assertThat(cli.run("datum", "list", "cart", "-o", "raw").out())
                .isEqualTo("one\t1\t10.0.0.1:80\t\t\ntwo\t2\t10.0.0.2:80\t\t\n");
        Ran removed = cli.run("datum", "rm", "cart", "one");
        assertThat(removed.code()).as(removed.err()).isZero();
        assertThat(last().headers()).containsKey("idempotency-key");
        assertThat(cli.run("datum", "rm", "cart", "one").code()).isEqualTo(3);
        assertThat(cli.run("datum", "clear", "cart").code()).isZero();
        assertThat(cli.run("datum", "list", "cart").code()).isEqualTo(3);
    }

    @Test
    void provider_thatIsDown_isNotTheOne() {
        diamond.publishDatum(CART, "one", "a");
        diamond.publishDatum(CART, "two", "b");

        assertThat(cli.run("providers", "set", "cart", "two", "down").code()).isZero();
        assertThat(cli.run("providers", "one", "cart").out()).isEqualTo("one\n");
        assertThat(cli.run("providers", "list", "cart", "-a", "-o", "raw").out())
                .contains("two\tdown");
        cli.run("providers", "set", "cart", "one", "offline");
        assertThat(cli.run("providers", "one", "cart").code()).isEqualTo(3);
        assertThat(cli.run("providers", "set", "cart", "one", "away").code()).isEqualTo(2);
    }

    @Test
    void token_isPrintedAlone_onceItIsMade() {
        diamond.enqueue(200, "{\"subject\":\"token:4f2a\",\"token\":\"dmt_secret\"}");

        Ran ran = cli.run("tokens", "add", "--description", "cart", "--grant", "reader:shop/cart", "--in", "ops");

        assertThat(ran.out()).isEqualTo("dmt_secret\n");
        assertThat(ran.err()).contains("token:4f2a made").doesNotContain("dmt_secret");
        assertThat(last().body())
                .isEqualTo("{\"description\":\"cart\",\"groups\":[\"ops\"],\"grants\":[{\"effect\":\"allow\","
                        + "\"can\":[\"reader\"],\"namespace\":\"shop\",\"group\":\"cart\",\"dataId\":\"*\"}]}");
    }

    @Test
    void token_isEnded_byItsName() {
        diamond.enqueue(200, "{\"version\":2}");

        Ran ran = cli.run("tokens", "revoke", "4f2a");

        assertThat(ran.code()).isZero();
        assertThat(ran.err()).isEqualTo("token:4f2a removed\n");
        assertThat(last().method()).isEqualTo("DELETE");
        assertThat(last().query()).containsEntry("subject", "token:4f2a");
    }

    @Test
    void verdict_isToldByTheExit() {
        String verdict =
                "{\"subject\":\"user:bob\",\"checks\":[{\"action\":\"publish\",\"namespace\":\"\",\"group\":\"g\","
                        + "\"dataId\":\"a\",\"allowed\":%s,\"why\":\"%s\"}]}";
        diamond.enqueue(200, verdict.formatted(true, "OPEN"));
        diamond.enqueue(200, verdict.formatted(false, "NOT_GRANTED"));

        Ran may = cli.run("grants", "check", "publish", "a", "-g", "g", "--of", "user:bob", "-o", "raw");

        assertThat(may.out()).isEqualTo("user:bob\tpublish\tpublic\tg\ta\ttrue\tOPEN\t\n");
        assertThat(last().body())
                .isEqualTo(
                        "{\"subject\":\"user:bob\",\"checks\":[{\"action\":\"publish\",\"namespace\":\"\",\"group\":\"g\","
                                + "\"dataId\":\"a\"}]}");
        assertThat(may.code()).isZero();
        assertThat(cli.run("grants", "check", "publish", "a").code()).isEqualTo(4);
    }

    @Test
    void nodes_thatToldNothing_areSaid() {
        String missing = "\"missing\":[{\"node\":\"http://b\",\"reason\":\"no answer\"}]}";
        diamond.enqueue(
                200,
                "{\"marks\":[{\"step\":\"dump\",\"at\":\"t\"}],\"others\":[{\"node\":\"http://a\",\"marks\":[{\"step\":\"notify\","
                        + "\"at\":\"u\"}]}]," + missing);
        diamond.enqueue(200, "{\"clients\":[]," + missing);

        Ran trace = cli.run("trace", "a", "--version-number", "1", "--all-nodes", "-o", "raw");

        assertThat(trace.out()).isEqualTo("this\tdump\tt\t\t\nhttp://a\tnotify\tu\t\t\n");
        assertThat(trace.err()).isEqualTo("without node http://b: no answer\n");
        assertThat(cli.run("subscribers", "clients").err()).isEqualTo("without node http://b: no answer\n");
    }

    @Test
    void oneServer_isOperated_andOfSeveralNone() {
        cli.with("DIAMOND_SERVER", diamond.uri() + ",127.0.0.1:1");

        for (String command :
                new String[] {"ops drain", "ops drain --end", "ops dump", "ops adopt-store 0123456789abcdef"}) {
            Ran ran = cli.run(command.split(" "));

            assertThat(ran.code()).as(command).isEqualTo(2);
            assertThat(ran.err()).contains("name it by --server, of " + diamond.uri());
        }
        assertThat(diamond.requests()).isEmpty();
        diamond.enqueue(200, "{\"draining\":true,\"changed\":true}");
        assertThat(cli.run("ops", "drain", "--server", diamond.uri().toString()).code())
                .isZero();
    }

    @Test
    void namespace_keepsWhatItIsNotGivenAnew() {
        diamond.enqueue(
                200,
                "{\"namespaces\":[{\"namespace\":\"dev\",\"title\":\"Dev\",\"description\":\"to try\"},"
                        + "{\"namespace\":\"prod\",\"title\":\"Prod\",\"description\":\"to sell\"}]}");
        diamond.enqueue(200, "{\"namespace\":\"dev\"}");

        assertThat(cli.run("namespaces", "set", "dev", "--title", "Trial").code())
                .isZero();
        assertThat(last().body()).isEqualTo("{\"namespace\":\"dev\",\"title\":\"Trial\",\"description\":\"to try\"}");
    }

    @Test
    void quota_keepsWhatItIsNotGivenAnew() {
        String quotas = "{\"quotas\":[{\"namespace\":\"shop\",\"keys\":5,\"bytes\":7},"
                + "{\"namespace\":\"shop\",\"group\":\"cart\",\"keys\":1,\"bytes\":2}]}";
        diamond.enqueue(200, quotas);
        diamond.enqueue(200, "{\"version\":2}");

        assertThat(cli.run("quotas", "set", "-n", "shop", "--bytes", "9").code())
                .isZero();
        assertThat(last().body()).isEqualTo("{\"keys\":5,\"bytes\":9}");
        assertThat(cli.run("quotas", "set", "-n", "shop").code()).isEqualTo(2);
    }

    @Test
    void quota_isChanged_onWhatWasRead() {
        diamond.enqueue(
                200,
                "{\"quotas\":[{\"namespace\":\"shop\",\"keys\":5,\"bytes\":7,\"version\":4,"
                        + "\"epoch\":\"2-0123456789abcdef\"}]}");
        diamond.enqueue(200, "{\"version\":5}");

        assertThat(cli.run("quotas", "set", "-n", "shop", "--keys", "9").code()).isZero();
        assertThat(last().headers()).containsEntry("if-match", "\"2.4\"").doesNotContainKey("if-none-match");

        diamond.enqueue(200, "{\"quotas\":[]}");
        diamond.enqueue(200, "{\"version\":1}");
        assertThat(cli.run("quotas", "set", "-n", "shop", "--keys", "9").code()).isZero();
        assertThat(last().headers()).containsEntry("if-none-match", "*").doesNotContainKey("if-match");

        diamond.enqueue(200, "{\"version\":2}");
        assertThat(cli.run("quotas", "set", "-n", "shop", "--keys", "9", "--bytes", "9")
                        .code())
                .isZero();
        assertThat(last().headers()).doesNotContainKeys("if-match", "if-none-match");
    }

    @Test
    void quota_thatSomebodyElseSetMeanwhile_is5_andItIsSaidWhatToDo() {
        diamond.enqueue(
                200,
                "{\"quotas\":[{\"namespace\":\"shop\",\"keys\":5,\"bytes\":7,\"version\":4,"
                        + "\"epoch\":\"2-0123456789abcdef\"}]}");
        diamond.enqueue(412, "{\"code\":\"PRECONDITION_FAILED\",\"detail\":\"It is at version 5 by now.\"}");

        Ran ran = cli.run("quotas", "set", "-n", "shop", "--keys", "9");

        assertThat(ran.code()).isEqualTo(5);
        assertThat(ran.bytes()).isEmpty();
        assertThat(ran.err())
                .contains("somebody else set this quota meanwhile, and nothing was set")
                .contains("quotas list")
                .hasLineCount(1);
        assertThat(diamond.requests()).hasSize(2);
    }

    @Test
    void namespace_thatIsNotThere_is3_andNothingIsWritten() {
        diamond.enqueue(200, "{\"namespaces\":[{\"namespace\":\"prod\"}]}");

        Ran unread = cli.run("namespaces", "set", "dev", "--title", "Trial");

        assertThat(unread.code()).isEqualTo(3);
        assertThat(unread.err()).contains("dev is not among the namespaces").contains("--title and --description");
        assertThat(diamond.requests()).hasSize(1);

        diamond.enqueue(404, "{\"code\":\"NAMESPACE_NOT_FOUND\",\"detail\":\"There is no such namespace.\"}");
        Ran gone = cli.run("namespaces", "set", "dev", "--title", "Trial", "--description", "to try");

        assertThat(gone.code()).isEqualTo(3);
        assertThat(gone.bytes()).isEmpty();
        assertThat(gone.err()).isEqualTo("diamond: NAMESPACE_NOT_FOUND: There is no such namespace.\n");
    }
}
