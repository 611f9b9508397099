/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.cluster;

import java.nio.file.Path;
import org.diamondconfig.server.store.TestStore;

class MariaDbClusterIT extends ClusterContract {

    @Override
    TestStore store(Path dataFolder) {
        return TestStore.mariaDb(dataFolder);
    }
}
