/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.run;

import java.lang.reflect.InvocationTargetException;

/**
 * The main class of the self-contained jar: it checks the Java version, then hands over to {@code Startup}.
 *
 * <p>Compiled for Java 8, so that an older Java says which one is needed, and not {@code UnsupportedClassVersionError}. For
 * that reason it names {@code Startup} by reflection only.
 */
public final class Launcher {

    private static final int OLDEST = 17;
    private static final int WRONG_JAVA = 2;

    private Launcher() {}

    /** Starts the server and returns once it answers; its threads keep the process alive. */
    public static void main(String[] args) throws ReflectiveOperationException {
        String complaint =
                complaintAbout(System.getProperty("java.specification.version"), System.getProperty("java.home"));
        if (!complaint.isEmpty()) {
            System.err.println(complaint);
            System.exit(WRONG_JAVA);
        }
        try {
            Class.forName("org.diamondconfig.run.Startup")
                    .getDeclaredMethod("run", String[].class)
                    .invoke(null, (Object) args);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the start failed", e.getCause());
        }
    }

    /** One sentence if that Java is too old, else the empty string. */
    static String complaintAbout(String specification, String home) {
        String major = specification.startsWith("1.") ? specification.substring(2) : specification;
        if (Integer.parseInt(major) >= OLDEST) {
            return "";
        }
        return "Diamond cannot start: it needs Java " + OLDEST + " or newer, and " + home + " is Java " + major
                + "; start it with the java of a newer JDK.";
    }
}
