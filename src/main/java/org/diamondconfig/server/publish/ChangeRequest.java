/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.publish;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.diamondconfig.server.config.Precondition;
import org.diamondconfig.server.config.Publication;
import org.diamondconfig.server.config.Published;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.ETag;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;

/**
 * What every request for a change carries beside the change itself, and how the outcome is told. Immutable.
 *
 * @param caller who asks
 * @param precondition what If-Match or If-None-Match demands
 * @param comment why, for the history; may be empty
 * @param idempotencyKey the caller's name of this request
 */
public record ChangeRequest(Caller caller, Precondition precondition, String comment, Optional<String> idempotencyKey) {

    /** Longest Idempotency-Key, in characters. */
    static final int MAX_IDEMPOTENCY_KEY = 128;

    /** Longest comment, in characters. */
    static final int MAX_COMMENT = 512;

    /**
     * Reads headers and the parameter {@code comment}.
     *
     * @throws BadRequest BAD_ETAG, BAD_IDEMPOTENCY_KEY or BAD_PARAMETER
     */
    public static ChangeRequest of(HttpServletRequest request, Query query) {
        return new ChangeRequest(
                Door.caller(request),
                precondition(request),
                query.text("comment", MAX_COMMENT).orElse(""),
                idempotencyKey(request));
    }

    private static Precondition precondition(HttpServletRequest request) {
        Optional<ETag.Match> match = ETag.ifMatch(request);
        Optional<ETag.Match> noneMatch = ETag.ifNoneMatch(request);
        if (noneMatch.isPresent()) {
            if (match.isPresent() || !noneMatch.get().isAny()) {
                throw new BadRequest(
                        "BAD_ETAG", "If-None-Match: a change takes only *, and not together with If-Match");
            }
            return new Precondition.MustNotExist();
        }
        return match.map(ChangeRequest::mustMatch).orElse(Precondition.NONE);
    }

    /** What is published when this request puts a JSON document under a key. */
    public Publication ofJson(ConfigKey key, String json) {
        Publication publication = Publication.of(key, json)
                .withType(ConfigType.JSON)
                .withPrecondition(precondition)
                .withComment(comment);
        return idempotencyKey.map(publication::withIdempotencyKey).orElse(publication);
    }

    /** What If-Match would demand with this value. */
    static Precondition mustMatch(String ifMatch) {
        return mustMatch(ETag.Match.parse(ifMatch));
    }

    private static Precondition mustMatch(ETag.Match match) {
        return match.tag()
                .<Precondition>map(tag -> new Precondition.VersionIs(tag.generation(), tag.version()))
                .orElseGet(Precondition.MustExist::new);
    }

    static Optional<String> idempotencyKey(HttpServletRequest request) {
        String value = request.getHeader("Idempotency-Key");
        if (value == null) {
            return Optional.empty();
        }
        boolean fits = !value.isEmpty()
                && value.length() <= MAX_IDEMPOTENCY_KEY
                && value.chars().allMatch(c -> c > ' ' && c <= '~');
        if (!fits) {
            throw new BadRequest(
                    "BAD_IDEMPOTENCY_KEY",
                    "Idempotency-Key: 1 to " + MAX_IDEMPOTENCY_KEY + " visible ASCII characters expected");
        }
        return Optional.of(value);
    }

    /** Tells that a change is committed. */
    public static Response answer(Published published) {
        CacheControl never = new CacheControl();
        never.setNoStore(true);
        return Response.ok(writeTo(new JsonWriter(), published).toUtf8(), MediaType.APPLICATION_JSON)
                .cacheControl(never)
                .header(
                        HttpHeaders.ETAG,
                        ETag.of(published.epoch(), published.version()).toString())
                .header("Diamond-Version", published.version())
                .header("Diamond-Epoch", published.epoch())
                .header("Diamond-Md5", published.md5())
                .header("Diamond-Level", "database")
                .build();
    }

    private static JsonWriter writeTo(JsonWriter json, Published published) {
        writeKey(json.object(), published.key());
        return writeOutcome(json, published).endObject();
    }

    static JsonWriter writeOutcome(JsonWriter json, Published published) {
        return json.field("epoch", published.epoch().toString())
                .field("version", published.version())
                .field("md5", published.md5())
                .field("changed", published.changed());
    }

    /** Writes the three names of a key into an object that has begun. */
    public static JsonWriter writeKey(JsonWriter json, ConfigKey key) {
        return json.field("namespace", key.namespace())
                .field("group", key.group())
                .field("dataId", key.dataId());
    }

    /** Reads the three names of a key; what is not named is what it is in a query. */
    public static ConfigKey readKey(JsonObject json) {
        return ConfigKey.of(
                json.optionalString("namespace").orElse(null),
                json.optionalString("group").orElse(null),
                json.optionalString("dataId").orElse(null));
    }
}
