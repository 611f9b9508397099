/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import java.nio.file.Path;
import org.diamondconfig.server.store.TestStore;

/** The contract of the order by time on H2 in a file. */
class H2TimeSearchTest extends TimeSearchContract {

    @Override
    TestStore store(Path dataFolder) {
        return TestStore.h2(dataFolder);
    }
}
