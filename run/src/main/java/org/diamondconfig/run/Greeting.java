/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.run;

/** What a person sees once the server answers: where it is, where its data is, who may come in, and what to try. */
final class Greeting {

    private Greeting() {}

    static String of(Options options) {
        return """

                Diamond is up at %1$s
                data folder      %2$s

                %3$s

                Ctrl-C stops it.""".formatted(where(options), options.data(), options.isOpen() ? open(options) : closed(options));
    }

    private static String where(Options options) {
        return options.url() + byTls(options) + "\nconsole          " + options.url() + "/console/";
    }

    private static String byTls(Options options) {
        return options.tls()
                .map(tls -> ", and by TLS at port " + tls.port() + " of " + options.address())
                .orElse("");
    }

    private static String open(Options options) {
        return """
                It is open: everybody on this machine may do everything, and nobody else comes in. Open the console in a
                browser here, or try the lines below. Start it with -Ddiamond.access=closed to have users and tokens.

                publish          curl -X PUT --data-binary 'greeting=hello' '%1$s'
                read             curl --etag-save app.etag '%1$s'
                wait for change  curl --etag-compare app.etag '%1$s&wait=30s'""".formatted(options.url() + "/api/v1/config?dataId=app.properties");
    }

    private static String closed(Options options) {
        return """
                It is closed: show a token (Authorization: Bearer), or sign in at the console. At the very first start the user
                admin is made, and its secret is in
                    %s
                until it is used: sign in with it and choose a password. Then make users, groups and tokens there.""".formatted(options.data().resolve("initial-admin-secret"));
    }
}
