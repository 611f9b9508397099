/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.edge;

import java.text.MessageFormat;
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
                String told = level + " " + name + ": " + message + (thrown == null ? "" : ": " + thrown);
                System.err.println(Rows.printable(told));
            }
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... arguments) {
            if (isLoggable(level)) {
                boolean plain = arguments == null || arguments.length == 0; // then braces are but braces
                String message = plain ? format : MessageFormat.format(format, arguments);
                log(level, bundle, message, (Throwable) null);
            }
        }
    }
}
