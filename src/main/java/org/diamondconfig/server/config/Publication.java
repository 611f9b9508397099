/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;

/**
 * A wish to give a key new content. An empty {@code Optional} keeps what the key has. Immutable.
 *
 * @param key what to publish
 * @param content the text, byte for byte
 * @param type what it is written in
 * @param description free text
 * @param tags exact labels
 * @param appName the application that owns it
 * @param precondition what must be true of the key
 * @param allowEmpty whether empty content is meant
 * @param comment why, for the history; may be empty
 * @param idempotencyKey the caller's name of this request, so that it takes effect once
 */
public record Publication(
        ConfigKey key,
        String content,
        Optional<ConfigType> type,
        Optional<String> description,
        Optional<List<String>> tags,
        Optional<String> appName,
        Precondition precondition,
        boolean allowEmpty,
        String comment,
        Optional<String> idempotencyKey) {

    /** Copies the tags; nothing may be {@code null}. */
    public Publication {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(content, "content");
        tags = tags.map(List::copyOf);
    }

    /** A publication of content alone: everything else stays as it is, and nothing is demanded. */
    public static Publication of(ConfigKey key, String content) {
        return new Publication(
                key,
                content,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Precondition.NONE,
                false,
                "",
                Optional.empty());
    }

    /** The same with a type. */
    public Publication withType(ConfigType newType) {
        return new Publication(
                key,
                content,
                Optional.of(newType),
                description,
                tags,
                appName,
                precondition,
                allowEmpty,
                comment,
                idempotencyKey);
    }

    /** The same with a description, tags and an application; an empty one keeps what the key has. */
    public Publication withDetails(
            Optional<String> newDescription, Optional<List<String>> newTags, Optional<String> newAppName) {
        return new Publication(
                key,
                content,
                type,
                newDescription,
                newTags,
                newAppName,
                precondition,
                allowEmpty,
                comment,
                idempotencyKey);
    }

    /** The same under a precondition. */
    public Publication withPrecondition(Precondition newPrecondition) {
        return new Publication(
                key, content, type, description, tags, appName, newPrecondition, allowEmpty, comment, idempotencyKey);
    }

    /** The same, empty content being meant. */
    public Publication allowingEmpty() {
        return new Publication(
                key, content, type, description, tags, appName, precondition, true, comment, idempotencyKey);
    }

    /** The same with a reason for the history. */
    public Publication withComment(String newComment) {
        return new Publication(
                key, content, type, description, tags, appName, precondition, allowEmpty, newComment, idempotencyKey);
    }

    /** The same under the caller's name of this request. */
    public Publication withIdempotencyKey(String name) {
        return new Publication(
                key, content, type, description, tags, appName, precondition, allowEmpty, comment, Optional.of(name));
    }
}
