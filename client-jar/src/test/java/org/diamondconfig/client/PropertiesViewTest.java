/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.Test;

class PropertiesViewTest {

    private final List<PropertiesChange> heard = new ArrayList<>();
    private final PropertiesView view = new PropertiesView(heard::add);

    private static Config config(String content) {
        ConfigKey key = ConfigKey.of("g", "p.properties");
        return new Config(key, 1, Md5.hex(content), ConfigType.PROPERTIES, content, Source.SERVER);
    }

    @Test
    void firstReadingIsAllAdded() {
        view.take(config("a=1\nb:2\n# c=3"));

        assertThat(heard.get(0).added()).containsExactly("a", "b");
        assertThat(view.all()).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(view.value("c")).isEmpty();
    }

    @Test
    void firstReadingIsToldEvenIfEmpty() {
        view.take(config(""));

        assertThat(heard).hasSize(1);
    }

    @Test
    void sameKeysAndValuesAreNoChange() {
        view.take(config("a=1"));
        view.take(config("# only a comment\na = 1"));

        assertThat(heard).hasSize(1);
    }

    @Test
    void addedRemovedAndChangedAreToldApart() {
        view.take(config("a=1\nb=2\nc=3"));
        view.take(config("b=2\nc=4\nd=5"));

        PropertiesChange change = heard.get(1);
        assertThat(change.added()).containsExactly("d");
        assertThat(change.removed()).containsExactly("a");
        assertThat(change.changed()).containsExactly("c");
    }

    @Test
    void brokenEscapeLeavesThePropertiesAsTheyWere() {
        view.take(config("a=1"));
        view.take(config("a=\\u12"));

        assertThat(heard).hasSize(1);
        assertThat(view.value("a")).contains("1");
    }
}
