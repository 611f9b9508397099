/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.diamondconfig.server.store.Lane;
import org.diamondconfig.server.store.TestStore;
import org.junit.jupiter.api.Test;

/** The contract of finding on H2 in a file. */
class H2SearchTest extends ConfigSearchContract {

    @Override
    TestStore store(Path dataFolder) {
        return TestStore.h2(dataFolder);
    }

    /** Once a second: it may cost what changed, and not what there is. */
    @Test
    void whatChanged_isFoundByTheIndexOfTimes() {
        String explained = ConfigFeed.RECENT.replaceAll("\\?[0-9]", "1");

        Object plan = store.database()
                .read(
                        Lane.READ,
                        entities -> entities.createNativeQuery("explain " + explained)
                                .getSingleResult());

        assertThat(plan.toString()).contains("ix_config_info_changed").contains("index sorted");
    }
}
