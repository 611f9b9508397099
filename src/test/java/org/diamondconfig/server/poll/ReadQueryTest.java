/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.Test;

/** Only what plainly names one key is answered by the hot read. */
class ReadQueryTest {

    private final ReadQuery queries = new ReadQuery();

    @Test
    void plainQuery_namesTheKey() {
        ConfigKey key = ConfigKey.of("prod", "web", "a/b:c.yaml");

        assertThat(queries.key("namespace=prod&group=web&dataId=a/b:c.yaml")).isEqualTo(key);
        assertThat(queries.key("dataId=a%2Fb%3ac.yaml&namespace=prod&group=web"))
                .isEqualTo(key);
    }

    @Test
    void omittedNames_areTheDefaultOnes() {
        ConfigKey key = ConfigKey.of("", "DEFAULT_GROUP", "foo");

        assertThat(List.of("dataId=foo", "namespace=&group=&dataId=foo", "namespace=public&dataId=foo"))
                .allSatisfy(query -> assertThat(queries.key(query)).isEqualTo(key));
    }

    @Test
    void anythingElse_isLeftToTheResource() {
        List<String> others = List.of(
                "",
                "dataId",
                "dataId=",
                "group=web",
                "dataId=foo&dataId=foo",
                "dataId=foo&wait=30s",
                "dataId=foo&level=database",
                "dataId=foo&minVersion=3",
                "dataId=foo&",
                "&dataId=foo",
                "dataid=foo",
                "dataId=%66oo",
                "dataId=a+b",
                "dataId=%2E%2E",
                "dataId=../foo",
                "dataId=a%2F%2Fb",
                "dataId=foo%",
                "dataId=f\u00f6\u00f6",
                "dataId=" + "x".repeat(251));

        assertThat(others).allSatisfy(query -> assertThat(queries.key(query)).isNull());
        assertThat(queries.key(null)).isNull();
    }

    @Test
    void rememberedQuery_givesTheSameKey() {
        ConfigKey key = queries.key("dataId=foo");
        queries.remember("dataId=foo", key);

        assertThat(queries.key("dataId=foo")).isSameAs(key);
    }

    @Test
    void memory_isBounded() {
        ConfigKey key = ConfigKey.of("group", "foo");
        for (int i = 0; i <= 1 << 16; i++) {
            queries.remember("dataId=foo&x=" + i, key);
        }

        assertThat(queries.key("dataId=foo&x=0")).isNull();
        assertThat(queries.key("dataId=foo&x=" + (1 << 16))).isSameAs(key);
    }
}
