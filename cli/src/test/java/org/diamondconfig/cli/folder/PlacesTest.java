/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.Test;

class PlacesTest {

    private static ConfigKey key(int number) {
        return ConfigKey.of("ns", "g", "key-" + number);
    }

    @Test
    void places_areWhatAMapSays_howeverManyThereAre() {
        Places places = new Places();
        Map<ConfigKey, Long> expected = new HashMap<>();
        Random random = new Random(1);

        for (int i = 0; i < 10_000; i++) {
            ConfigKey key = key(random.nextInt(3_000));
            if (random.nextInt(4) == 0) {
                places.forget(key);
                expected.remove(key);
            } else {
                places.put(key, i);
                expected.put(key, (long) i);
            }
        }

        for (int i = 0; i < 3_001; i++) {
            assertThat(places.find(key(i))).isEqualTo(expected.getOrDefault(key(i), -1L));
        }
    }
}
