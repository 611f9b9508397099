/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.usage;

import java.nio.file.Path;
import org.diamondconfig.server.store.TestStore;

/** The contract on a real MariaDB, through the driver of MySQL. */
class MariaDbLastUseIT extends LastUseContract {

    @Override
    TestStore store(Path dataFolder) {
        return TestStore.mariaDb(dataFolder);
    }
}
