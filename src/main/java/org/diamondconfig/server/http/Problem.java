/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.server.problem.PreconditionFailed;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.problem.Unauthorized;
import org.diamondconfig.wire.JsonWriter;

/**
 * What a refused caller is told, as RFC 9457 has it: type, title, status, detail, and our own code and traceId. Immutable. The
 * same bytes on every container, whoever refuses: a resource, a filter or the container itself.
 *
 * @param code stable, for programs
 * @param detail one sentence for people, without raw input
 * @param traceId finds the request in the log
 * @param headers that go with it
 * @param current where the key stands, told by a failed precondition
 */
public record Problem(
        int status,
        String code,
        String detail,
        String traceId,
        Map<String, String> headers,
        Optional<Current> current) {

    /** The Content-Type of {@link #toJson}. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** Request attribute: the body was not read to its end, so the connection cannot be used again. */
    static final String CLOSE = "diamond.close";

    private static final String TRACE = "diamond.trace";

    private static final Pattern TRACE_PARENT = Pattern.compile("00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

    /**
     * Where a key stands.
     *
     * @param epoch in its wire form
     */
    public record Current(String epoch, ETag tag) {}

    /** What the caller is told of one of our own refusals. */
    public static Problem of(HttpServletRequest request, ProblemException e) {
        return of(e, traceId(request), closing(request, new LinkedHashMap<>()));
    }

    /** What callers are told of one of our own refusals who do not ask at this moment: their polls are held. */
    public static Problem of(ProblemException e) {
        return of(e, newTraceId(), new LinkedHashMap<>());
    }

    private static Problem of(ProblemException e, String traceId, Map<String, String> headers) {
        e.retryAfterSeconds().ifPresent(seconds -> headers.put(HttpHeaders.RETRY_AFTER, Integer.toString(seconds)));
        if (e instanceof Unauthorized) {
            headers.put(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"diamond\"");
        }
        Optional<Current> current = Optional.empty();
        if (e instanceof PreconditionFailed failed && failed.epoch() != null) {
            ETag tag = ETag.of(failed.epoch(), failed.currentVersion());
            current = Optional.of(new Current(failed.epoch().toString(), tag));
            headers.put(HttpHeaders.ETAG, tag.toString());
            headers.put("Diamond-Version", Long.toString(tag.version()));
            headers.put("Diamond-Epoch", failed.epoch().toString());
        }
        if (e instanceof NotFound absent && absent.epoch() != null) {
            headers.put(
                    HttpHeaders.ETAG, ETag.of(absent.epoch(), absent.version()).toString());
            headers.put("Diamond-Version", Long.toString(absent.version()));
            headers.put("Diamond-Epoch", absent.epoch().toString());
        }
        return new Problem(e.status(), e.code(), e.getMessage(), traceId, headers, current);
    }

    /** A refusal for which there is no exception type. */
    public static Problem of(HttpServletRequest request, int status, String code, String detail) {
        return new Problem(
                status, code, detail, traceId(request), closing(request, new LinkedHashMap<>()), Optional.empty());
    }

    private static Map<String, String> closing(HttpServletRequest request, Map<String, String> headers) {
        if (request.getAttribute(CLOSE) != null) {
            headers.put("Connection", "close");
        }
        return headers;
    }

    /** The same with one more header. */
    public Problem with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Problem(status, code, detail, traceId, more, current);
    }

    /** The trace id of a request: the caller's own by W3C trace context, else a new one; always the same. */
    public static String traceId(HttpServletRequest request) {
        if (request.getAttribute(TRACE) instanceof String known) {
            return known;
        }
        String id = callersTraceId(request).orElseGet(Problem::newTraceId);
        request.setAttribute(TRACE, id);
        return id;
    }

    private static Optional<String> callersTraceId(HttpServletRequest request) {
        String parent = request.getHeader("traceparent");
        if (parent != null) {
            var parts = TRACE_PARENT.matcher(parent);
            if (parts.matches()) {
                return Optional.of(parts.group(1));
            }
        }
        return Optional.empty();
    }

    private static String newTraceId() {
        byte[] id = new byte[16];
        ThreadLocalRandom.current().nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    /** The body. */
    public byte[] toJson() {
        JsonWriter json = new JsonWriter()
                .object()
                .field("type", "urn:diamond:problem:" + code)
                .field("title", title(status))
                .field("status", status)
                .field("detail", detail)
                .field("code", code)
                .field("traceId", traceId);
        current.ifPresent(now ->
                json.field("epoch", now.epoch()).field("version", now.tag().version()));
        return json.endObject().toUtf8();
    }

    /** As the answer of a resource. */
    Response toResponse() {
        Response.ResponseBuilder answer =
                Response.status(status).type(MEDIA_TYPE).header(HttpHeaders.CACHE_CONTROL, "no-store");
        headers.forEach(answer::header);
        return answer.entity(toJson()).build();
    }

    /** As the answer of a filter or servlet; does nothing when an answer has already begun. */
    public void write(HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        byte[] json = toJson();
        response.resetBuffer();
        response.setStatus(status);
        response.setContentType(MEDIA_TYPE);
        Door.shield(response::setHeader);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        headers.forEach(response::setHeader);
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }

    /** What HTTP calls a status, the same words on every container. */
    static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 412 -> "Precondition Failed";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 415 -> "Unsupported Media Type";
            case 422 -> "Unprocessable Content";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 503 -> "Service Unavailable";
            default -> status < 500 ? "Refused" : "Internal Server Error";
        };
    }
}
