/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.core;

import picocli.CommandLine.Option;

/** The option of imports that says what becomes of a configuration that is there with another content. Confined to one thread. */
public final class Clash {

    @Option(
            names = "--policy",
            defaultValue = "abort",
            paramLabel = "POLICY",
            description =
                    "If one is there with another content: abort, before anything is written; skip it; or overwrite it.")
    private Policy policy;

    /** What was said. */
    public Policy policy() {
        return policy;
    }
}
