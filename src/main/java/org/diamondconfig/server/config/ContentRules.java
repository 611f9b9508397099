/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.diamondconfig.server.edge.BadRequest;
import org.diamondconfig.server.edge.TooLarge;

/** What a publication may hold: sizes, and characters that survive the way through the database. Immutable. */
final class ContentRules {

    private static final int MAX_DESCRIPTION = 1024;
    private static final int MAX_TAGS = 15;
    private static final int MAX_TAG = 64;
    private static final int MAX_APP_NAME = 128;
    private static final int MAX_COMMENT = 512;
    private static final int MAX_IDEMPOTENCY_KEY = 128;

    private final long maxBytes;

    ContentRules(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * The publication, having passed.
     *
     * @throws BadRequest if a part of it is refused
     * @throws TooLarge if the content is too large
     */
    Publication checked(Publication publication) {
        checkContent(publication);
        publication.description().ifPresent(text -> checkText("description", text, MAX_DESCRIPTION));
        publication.appName().ifPresent(text -> checkText("appName", text, MAX_APP_NAME));
        publication.tags().ifPresent(ContentRules::checkTags);
        checkText("comment", publication.comment(), MAX_COMMENT);
        publication.idempotencyKey().ifPresent(ContentRules::checkIdempotencyKey);
        return publication;
    }

    private void checkContent(Publication publication) {
        String content = publication.content();
        if (content.isEmpty() && !publication.allowEmpty()) {
            throw new BadRequest("CONTENT_EMPTY", "The content is empty; say allowEmpty=true if that is meant.");
        }
        if (content.length() > maxBytes || utf8Length(content) > maxBytes) {
            throw new TooLarge("CONTENT_TOO_LARGE", "The content is larger than " + maxBytes + " bytes.");
        }
    }

    private static int utf8Length(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return bytes.remaining();
        } catch (CharacterCodingException e) {
            throw new BadRequest("CONTENT_NOT_UTF8", "The content holds half of a surrogate pair, which no UTF-8 has.");
        }
    }

    private static void checkTags(List<String> tags) {
        if (tags.size() > MAX_TAGS) {
            throw refused("tags: " + tags.size() + ", at most " + MAX_TAGS);
        }
        for (String tag : tags) {
            checkText("tags", tag, MAX_TAG);
            if (tag.isBlank() || tag.indexOf(',') >= 0) {
                throw refused("tags: a tag is not blank and holds no comma");
            }
        }
        if (tags.stream().distinct().count() < tags.size()) {
            throw refused("tags: one is named twice");
        }
    }

    private static void checkText(String field, String text, int most) {
        if (text.length() > most) {
            throw refused(field + ": " + text.length() + " characters, at most " + most);
        }
        if (text.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\t' && c != '\r')) {
            throw refused(field + ": control characters are not allowed");
        }
        utf8Length(text);
    }

    private static void checkIdempotencyKey(String name) {
        if (name.isEmpty()
                || name.length() > MAX_IDEMPOTENCY_KEY
                || name.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw refused("Idempotency-Key: 1 to " + MAX_IDEMPOTENCY_KEY + " visible ASCII characters expected");
        }
    }

    private static BadRequest refused(String sentence) {
        return new BadRequest("BAD_FIELD", sentence + ".");
    }
}
