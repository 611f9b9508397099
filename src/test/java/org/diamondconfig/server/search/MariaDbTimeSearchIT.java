/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import java.nio.file.Path;
import org.diamondconfig.server.store.TestStore;

/** The contract of the order by time on a real MariaDB, through the driver of MySQL. */
class MariaDbTimeSearchIT extends TimeSearchContract {

    @Override
    TestStore store(Path dataFolder) {
        return TestStore.mariaDb(dataFolder);
    }
}
