/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import java.nio.file.Path;
import org.diamondconfig.server.store.TestStore;

/** The contract of finding on a real MariaDB, through the driver of MySQL. */
class MariaDbSearchIT extends ConfigSearchContract {

    @Override
    TestStore store(Path dataFolder) {
        return TestStore.mariaDb(dataFolder);
    }
}
