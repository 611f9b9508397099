/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.run;

/** What a person sees once the server answers: where it is, where its data is, and three commands to try. */
final class Greeting {

    private Greeting() {}

    static String of(Options options) {
        String config = options.url() + "/api/v1/config?dataId=app.properties";
        return """

                Diamond is up at %1$s
                data folder      %2$s

                publish          curl -X PUT --data-binary 'greeting=hello' '%3$s'
                read             curl --etag-save app.etag '%3$s'
                wait for change  curl --etag-compare app.etag '%3$s&wait=30s'

                Ctrl-C stops it.%4$s""".formatted(options.url(), options.data(), config, options.isLoopback() ? "" : warning());
    }

    private static String warning() {
        return "\n\nIt listens beyond this machine and asks nobody for a password: keep it behind a proxy or a firewall.";
    }
}
