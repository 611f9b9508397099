/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal.edge;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The seam between the client and HTTP. Thread-safe: any number of exchanges may be under way.
 *
 * <p>An implementation follows no redirect, refuses a body above its limit, and ends every exchange by its timeout, body
 * included.
 */
public interface Transport extends AutoCloseable {

    /** Sends the call; does not block. */
    Exchange start(Call call);

    /** Ends all exchanges and all threads; further calls fail. */
    @Override
    void close();

    /** One call under way. Thread-safe. */
    interface Exchange {

        /**
         * Waits for the answer.
         *
         * @throws TooLarge if its body is above the limit
         * @throws IOException if there is none in time, or the exchange was cancelled
         * @throws InterruptedException if the waiting thread was interrupted; the exchange is then cancelled
         */
        Reply await() throws IOException, InterruptedException;

        /** Ends the exchange; harmless if it has ended. */
        void cancel();
    }

    /** An answer is larger than this client takes; so would be that of another server. */
    final class TooLarge extends IOException {

        private static final long serialVersionUID = 1L;

        /** @param most bytes that are taken */
        public TooLarge(int most) {
            super("a body of more than " + most + " bytes (diamond.body.max)");
        }
    }

    /**
     * One request.
     *
     * @param method GET, POST, PUT or DELETE
     * @param uri absolute
     * @param headers by name
     * @param body empty for none
     * @param timeout for the whole exchange
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Call(String method, URI uri, Map<String, String> headers, byte[] body, Duration timeout) {}

    /**
     * One answer.
     *
     * @param status the HTTP status
     * @param headers the first value of each, by lower-case name
     * @param body all of it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Reply(int status, Map<String, String> headers, byte[] body) {

        /** The value of this header, whatever its case. */
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
        }

        /** The non-negative integer in this header; empty if it is missing or something else. */
        public OptionalLong number(String name) {
            String text = header(name).orElse("");
            return text.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
        }
    }
}
