/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/**
 * The logging of what is measured, so that figures are not lost among lines of it: warnings and worse, to the console. Named by a
 * property of the JVM, which makes one of it before the first line.
 */
public final class WarningsOnly {

    /** The option that a JVM is given for it. */
    public static final String OPTION = "-Djava.util.logging.config.class=" + WarningsOnly.class.getName();

    private static final String CONFIGURATION = "handlers=java.util.logging.ConsoleHandler\n.level=WARNING\n";

    /** Called by the JVM's logging. */
    public WarningsOnly() throws IOException {
        LogManager.getLogManager()
                .readConfiguration(new ByteArrayInputStream(CONFIGURATION.getBytes(StandardCharsets.US_ASCII)));
    }
}
