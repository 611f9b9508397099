/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.edge;

import java.util.ResourceBundle;

/** What the client says to its log, which here is nothing, unless {@code -v} has it told to the standard error. */
public final class QuietLogs extends System.LoggerFinder {

    /** The system property by which the command asks for it. */
    public static final String VERBOSE = "diamond.cli.verbose";

    @Override
    public System.Logger getLogger(String name, Module module) {
        return new Told(name);
    }

    private record Told(String name) implements System.Logger {

        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            return level.compareTo(Level.INFO) >= 0 && Boolean.getBoolean(VERBOSE);
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
            if (isLoggable(level)) {
                System.err.println(level + " " + name + ": " + message + (thrown == null ? "" : ": " + thrown));
            }
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... arguments) {
            if (isLoggable(level)) {
                log(level, bundle, java.text.MessageFormat.format(format, arguments), (Throwable) null);
            }
        }
    }
}
