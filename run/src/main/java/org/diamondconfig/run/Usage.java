/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.run;

import java.util.Set;

/** The command line of the self-contained jar: no argument, or one that asks what there is. */
final class Usage {

    static final String TEXT = """
            Usage: java [-Ddiamond.<setting>=<value> ...] -jar diamond.jar [--help]

            Starts a Diamond server and stays in the foreground until Ctrl-C. Diamond is a configuration service: people and
            programs publish values, applications read them and are told when one changes.

            Settings stand in front of -jar, or are environment variables: diamond.tls.port is DIAMOND_TLS_PORT.

              diamond.address                  listen here; 127.0.0.1 unless set, 0.0.0.0 is every address
              diamond.port                     the port; 8080 unless set
              diamond.data                     the data folder; ~/.diamond/server unless set
              diamond.access                   open: everybody on this machine may do everything, and nobody else comes in;
                                               closed: users and tokens. Open unless set, and closed beyond this machine
              diamond.datasource.url           JDBC URL of MySQL or MariaDB; a file in the data folder unless set
              diamond.datasource.user          the user there
              diamond.datasource.password      the password there
              diamond.tls.port                 listen for TLS here too; plain HTTP then stays on this machine
              diamond.tls.key-store            the file, PKCS12 or JKS, with the key and certificate to show
              diamond.tls.key-store.password   what opens it

            docs/settings.md has all others, README.md leads to the rest. While it runs, the console is at
            http://localhost:8080/diamond-server/console/ and the API's description at /diamond-server/openapi.yaml.

            Exit codes: 2 an argument it does not know, or a Java before 17; 3 a setting; 4 a port that is taken; 5 a data folder
            that cannot be written; 6 one that another server has open; 7 not started, and its log says why.
            """;

    private static final Set<String> QUESTIONS = Set.of("--help", "-h", "-help", "-?", "help");

    private Usage() {}

    /**
     * Whether these arguments ask for {@link #TEXT}.
     *
     * @throws CannotStart for any other, since the server would start without what it was meant to do
     */
    static boolean isAskedBy(String... arguments) throws CannotStart {
        boolean asked = false;
        for (String argument : arguments) {
            if (QUESTIONS.contains(argument)) {
                asked = true;
            } else if (!asked) {
                throw refusal(argument);
            }
        }
        return asked;
    }

    private static CannotStart refusal(String argument) {
        if (argument.startsWith("-D")) {
            String name = argument.split("=", 2)[0];
            return new CannotStart(
                    CannotStart.BAD_ARGUMENT,
                    name + " stands behind the jar, where Java does not read it: java " + name
                            + "=<value> -jar diamond.jar.");
        }
        return new CannotStart(
                CannotStart.BAD_ARGUMENT,
                "it takes no argument " + argument + "; settings are -Ddiamond.<setting>=<value> in front of -jar, and"
                        + " --help names them.");
    }
}
