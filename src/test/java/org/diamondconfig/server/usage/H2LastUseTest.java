/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.usage;

import java.nio.file.Path;
import org.diamondconfig.server.store.TestStore;

/** The contract on H2 in a file. */
class H2LastUseTest extends LastUseContract {

    @Override
    TestStore store(Path dataFolder) {
        return TestStore.h2(dataFolder);
    }
}
