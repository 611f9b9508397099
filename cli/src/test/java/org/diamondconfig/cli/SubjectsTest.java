/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.diamondconfig.cli.Cli.Ran;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.junit.jupiter.api.Test;

/** Users, groups, tokens, applications and networks, and what they may do: a change leaves what it does not name. */
class SubjectsTest extends DiamondCase {

    private static final String GRANT =
            "{\"effect\":\"%s\",\"can\":[\"%s\"],\"namespace\":\"shop\",\"group\":\"*\",\"dataId\":\"*\"}";
    private static final String SAVED = "{\"subject\":\"user:bob\",\"version\":2}";

    private JsonObject sent() {
        return Json.parseObject(last().body().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void grants_areAddedToThoseThatAre_andDenialsStayOutOfIt() {
        String reader = GRANT.formatted("allow", "reader");
        diamond.enqueue(200, "{\"grants\":[" + reader + "," + GRANT.formatted("deny", "remove") + "]}");
        diamond.enqueue(200, SAVED);

        Ran ran = cli.run("grants", "add", "user:bob", "publish:shop/cart/a*", "-n", "shop");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(last().body())
                .isEqualTo("{\"grants\":[" + reader + ",{\"effect\":\"allow\",\"can\":[\"publish\"],"
                        + "\"namespace\":\"shop\",\"group\":\"cart\",\"dataId\":\"a*\"}]}");
        assertThat(cli.run("grants", "add", "bob", "reader:shop").code()).isEqualTo(2);
    }

    @Test
    void denial_isNotAddedSetOrTakenAway_inOneNamespace_whichServersRefuse() {
        for (String verb : new String[] {"add", "set", "rm"}) {
            Ran ran = cli.run("grants", verb, "user:bob", "deny:remove:shop", "-n", "shop");

            assertThat(ran.code()).as(verb).isEqualTo(2);
            assertThat(ran.err()).contains("users set");
        }
        assertThat(diamond.requests()).isEmpty();
    }

    @Test
    void change_leavesWhatItDoesNotName() {
        String now = "{\"subject\":\"token:4f2a\",\"description\":\"cart\",\"groups\":[\"ops\"],\"grants\":["
                + GRANT.formatted("deny", "remove") + "],\"disabled\":true,\"expires\":\"2030-01-01T00:00:00Z\","
                + "\"networks\":[\"10.0.0.0/8\"],\"version\":3}";
        diamond.enqueue(200, now);
        diamond.enqueue(200, SAVED);

        Ran named = cli.run(
                "tokens", "set", "4f2a", "--grant", "reader:shop", "--grant", "deny:read:shop/x", "--network", "");

        assertThat(named.code()).as(named.err()).isZero();
        assertThat(last().query()).containsEntry("subject", "token:4f2a");
        assertThat(sent().string("description")).isEqualTo("cart");
        assertThat(sent().strings("groups")).containsExactly("ops");
        assertThat(sent().flag("disabled", false)).isTrue();
        assertThat(sent().string("expires")).isEqualTo("2030-01-01T00:00:00Z");
        assertThat(sent().strings("networks")).isEmpty();
        assertThat(sent().objects("grants"))
                .extracting(grant -> grant.string("effect") + grant.strings("can"))
                .containsExactly("allow[reader]", "deny[read]");
        diamond.enqueue(200, now);
        diamond.enqueue(200, SAVED);
        assertThat(cli.run("tokens", "set", "4f2a", "--expires", "", "--in", "").code())
                .isZero();
        assertThat(sent().has("expires")).isFalse();
        assertThat(sent().strings("groups")).isEmpty();
    }

    @Test
    void change_ofNothing_is2() {
        assertThat(cli.run("users", "set", "bob").code()).isEqualTo(2);
        assertThat(diamond.requests()).isEmpty();
    }

    @Test
    void application_isKnownByKeysThatAreReadAndNotTold() {
        diamond.enqueue(200, SAVED);

        Ran ran = cli.input("old-secret\nnew-secret\n").run("applications", "add", "cart", "--grant", "reader:public");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out() + ran.err()).doesNotContain("secret");
        assertThat(last().query()).containsEntry("subject", "application:cart");
        assertThat(sent().strings("keys")).containsExactly("old-secret", "new-secret");
        diamond.enqueue(200, "{\"subject\":\"application:cart\",\"description\":\"of the shop\"}");
        diamond.enqueue(200, SAVED);
        assertThat(cli.input("new-secret").run("applications", "keys", "cart").code())
                .isZero();
        assertThat(sent().strings("keys")).containsExactly("new-secret");
        assertThat(sent().string("description")).isEqualTo("of the shop");
    }

    @Test
    void network_isMadeOfItsAddresses() {
        diamond.enqueue(200, SAVED);

        Ran ran = cli.run("networks", "add", "legacy", "10.20.0.0/16", "10.21.0.0/16", "--grant", "reader:public");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(last().query()).containsEntry("subject", "network:legacy");
        assertThat(sent().strings("networks")).containsExactly("10.20.0.0/16", "10.21.0.0/16");
        assertThat(cli.run("networks", "add", "legacy").code()).isEqualTo(2);
    }
}
