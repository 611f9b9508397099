/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.test;

import java.net.URI;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The fake keeps the contract of providers that the real server keeps. */
class FakeDiamondProviderContractTest extends ProviderClientContract {

    @RegisterExtension
    final FakeDiamond diamond = new FakeDiamond();

    @Override
    protected URI server() {
        return diamond.uri();
    }
}
