/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.Optional;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.wire.Epoch;

/**
 * The entity tag of a key's state: {@code "<generation>.<version>"}, strong. Immutable. The gzip form of an answer carries
 * {@code -gz} behind the version; both forms are understood when they come back.
 *
 * @param generation of the epoch that the version belongs to
 * @param version of the key; 0 when it never existed
 */
public record ETag(long generation, long version) {

    private static final String GZIP = "-gz";

    /** The tag of a version in this epoch. */
    public static ETag of(Epoch epoch, long version) {
        return new ETag(epoch.generation(), version);
    }

    /**
     * Reads one strong tag, quotes included.
     *
     * @throws IllegalArgumentException if it is weak, a list or has another form
     */
    static ETag parse(String text) {
        int end = text.length() - 1;
        if (end < 4 || text.charAt(0) != '"' || text.charAt(end) != '"') {
            throw new IllegalArgumentException("ETag: \"<generation>.<version>\" expected");
        }
        String tag = text.substring(1, text.endsWith(GZIP + '"') ? end - GZIP.length() : end);
        int dot = tag.indexOf('.');
        return new ETag(number(tag, 0, dot), number(tag, dot + 1, tag.length()));
    }

    private static long number(String tag, int start, int end) {
        boolean digits = start < end && end - start <= 18;
        for (int i = start; digits && i < end; i++) {
            digits = tag.charAt(i) >= '0' && tag.charAt(i) <= '9';
        }
        if (!digits) {
            throw new IllegalArgumentException("ETag: \"<generation>.<version>\" expected");
        }
        return Long.parseLong(tag, start, end, 10);
    }

    /**
     * What If-Match asks for, if the request carries it.
     *
     * @throws BadRequest BAD_ETAG if it is anything but one strong tag or {@code *}
     */
    public static Optional<Match> ifMatch(HttpServletRequest request) {
        return match(request, "If-Match");
    }

    /**
     * What If-None-Match asks for, if the request carries it.
     *
     * @throws BadRequest BAD_ETAG if it is anything but one strong tag or {@code *}
     */
    public static Optional<Match> ifNoneMatch(HttpServletRequest request) {
        return match(request, "If-None-Match");
    }

    private static Optional<Match> match(HttpServletRequest request, String header) {
        Enumeration<String> values = request.getHeaders(header);
        if (values == null || !values.hasMoreElements()) {
            return Optional.empty();
        }
        String value = values.nextElement().strip();
        try {
            if (values.hasMoreElements()) {
                throw new IllegalArgumentException("given more than once");
            }
            return Optional.of(Match.parse(value));
        } catch (IllegalArgumentException e) {
            throw new BadRequest(
                    "BAD_ETAG",
                    header + ": * or one strong tag \"<generation>.<version>\" expected; no list, no weak tag");
        }
    }

    /** The tag of the gzip form, as a header carries it. */
    public String gzipped() {
        return '"' + tag() + GZIP + '"';
    }

    private String tag() {
        return generation + "." + version;
    }

    /** The tag as a header carries it, quotes included. */
    @Override
    public String toString() {
        return '"' + tag() + '"';
    }

    /**
     * One tag or {@code *}.
     *
     * @param tag empty for {@code *}
     */
    public record Match(Optional<ETag> tag) {

        static final Match ANY = new Match(Optional.empty());

        /**
         * Reads one strong tag or {@code *}.
         *
         * @throws IllegalArgumentException if it has another form
         */
        public static Match parse(String text) {
            return text.equals("*") ? ANY : new Match(Optional.of(ETag.parse(text)));
        }

        /** Whether it is {@code *}. */
        public boolean isAny() {
            return tag.isEmpty();
        }

        /** Whether a key in this state fits; {@code *} fits whatever is there. */
        public boolean fits(ETag current) {
            return isAny() || tag.get().equals(current);
        }
    }
}
