/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.TooLarge;
import org.diamondconfig.server.problem.UnsupportedMedia;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;

/**
 * The body of one request, read as a stream up to a cap of our own, because containers cut, empty or refuse large bodies each
 * in its way. Confined to the request's thread.
 *
 * <p>A body over the cap is read on, and thrown away, for a while before it is refused, so that the connection survives; one
 * that is larger still costs the connection.
 */
public final class Body {

    /** How much of a body over its cap is read and thrown away. */
    static final int DRAIN = 4 << 20;

    private final HttpServletRequest request;
    private final InputStream stream;

    private Body(HttpServletRequest request, InputStream stream) {
        this.request = request;
        this.stream = stream;
    }

    /**
     * The body of this request.
     *
     * @param stream the entity as JAX-RS hands it out, which may have looked into it already
     */
    public static Body of(HttpServletRequest request, InputStream stream) {
        return new Body(request, stream);
    }

    /**
     * Whether all of it, so long at most, has come already, so that reading it waits for nobody. False whenever that is not known, as
     * of what says no length.
     */
    public boolean hasCome(long maxBytes) {
        long declared = request.getContentLengthLong();
        try {
            return declared >= 0 && declared <= maxBytes && stream.available() >= declared;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * All of it as text.
     *
     * @throws TooLarge CONTENT_TOO_LARGE if it is longer than this many bytes
     * @throws BadRequest CONTENT_NOT_UTF8 if it is not UTF-8
     * @throws UnsupportedMedia if it is multipart, compressed or in another charset
     */
    public String text(long maxBytes) {
        checkEncoding();
        byte[] bytes = read("CONTENT_TOO_LARGE", maxBytes);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadRequest("CONTENT_NOT_UTF8", "The content is not UTF-8.");
        }
    }

    /**
     * What this reader makes of it as a JSON object.
     *
     * @throws TooLarge BODY_TOO_LARGE if it is longer than this many bytes
     * @throws BadRequest INVALID_NAME or INVALID_BODY if the reader refuses it
     * @throws UnsupportedMedia if it says that it is not JSON
     */
    public <T> T json(long maxBytes, Function<JsonObject, T> reader) {
        return bytes(maxBytes, bytes -> reader.apply(Json.parseObject(bytes)));
    }

    /**
     * What this reader makes of the raw bytes of a JSON body; the reader refuses with {@link IllegalArgumentException}.
     *
     * @throws TooLarge BODY_TOO_LARGE if it is longer than this many bytes
     * @throws BadRequest INVALID_NAME or INVALID_BODY if the reader refuses it
     * @throws UnsupportedMedia if it says that it is not JSON
     */
    public <T> T bytes(long maxBytes, Function<byte[], T> reader) {
        checkEncoding();
        String type = mediaType();
        if (!type.isEmpty() && !type.equals("application/json")) {
            throw UnsupportedMedia.notJson();
        }
        byte[] bytes = read("BODY_TOO_LARGE", maxBytes);
        try {
            return reader.apply(bytes);
        } catch (IllegalArgumentException e) {
            throw ArgumentMapper.isRefusal(e) ? new BadRequest(ArgumentMapper.codeOf(e), e.getMessage()) : e;
        }
    }

    /**
     * All of it as it was sent: the raw bytes of a form, whose reader asks for its {@link #charset}.
     *
     * @throws TooLarge BODY_TOO_LARGE if it is longer than this many bytes
     * @throws UnsupportedMedia if it is compressed, or says that it is no form
     */
    public byte[] form(long maxBytes) {
        checkPlain();
        String type = mediaType();
        if (!type.isEmpty() && !type.equals("application/x-www-form-urlencoded")) {
            throw new UnsupportedMedia("FORM_EXPECTED", "Send a form: application/x-www-form-urlencoded.");
        }
        return read("BODY_TOO_LARGE", maxBytes);
    }

    /**
     * Writes all of it there as it was sent.
     *
     * @throws TooLarge BODY_TOO_LARGE if it is longer than this many bytes
     * @throws BadRequest BODY_INCOMPLETE if it does not arrive whole
     * @throws UnsupportedMedia if it is multipart or compressed
     * @throws IOException if it cannot be written
     */
    public void writeTo(WritableByteChannel file, long maxBytes) throws IOException {
        checkPlain();
        long declared = request.getContentLengthLong();
        long arrived = 0;
        byte[] bytes = new byte[64 * 1024];
        int read = declared > maxBytes ? 0 : readSome(bytes);
        while (read > 0 && arrived + read <= maxBytes) {
            arrived += read;
            ByteBuffer some = ByteBuffer.wrap(bytes, 0, read);
            while (some.hasRemaining()) {
                file.write(some);
            }
            read = readSome(bytes);
        }
        if (read >= 0) {
            request.setAttribute(Problem.CLOSE, true);
            throw new TooLarge("BODY_TOO_LARGE", "The body is larger than " + maxBytes + " bytes.");
        }
        if (declared > arrived) {
            throw incomplete();
        }
    }

    private int readSome(byte[] bytes) {
        try {
            return stream.read(bytes);
        } catch (IOException e) {
            throw incomplete();
        }
    }

    private BadRequest incomplete() {
        request.setAttribute(Problem.CLOSE, true);
        return new BadRequest("BODY_INCOMPLETE", "The body did not arrive whole.");
    }

    private void checkEncoding() {
        checkPlain();
        if (!charset().map(Body::isNameOfUtf8).orElse(true)) {
            throw new UnsupportedMedia("CHARSET", "Send the body in UTF-8.");
        }
    }

    private void checkPlain() {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
            throw new UnsupportedMedia("CONTENT_ENCODING", "Send the body as it is, without Content-Encoding.");
        }
        if (mediaType().startsWith("multipart/")) {
            throw new UnsupportedMedia("MULTIPART", "Send the content itself as the body, not as multipart.");
        }
    }

    private String mediaType() {
        String type = contentType();
        return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** As it was sent: Payara's getContentType() and getHeader() put the default charset of web.xml in place of another. */
    private String contentType() {
        Enumeration<String> sent = request.getHeaders("Content-Type");
        return sent.hasMoreElements() ? sent.nextElement() : null;
    }

    /** The charset that the Content-Type names, as it names it. */
    public Optional<String> charset() {
        String type = contentType();
        if (type == null) {
            return Optional.empty();
        }
        for (String parameter : type.split(";", -1)) {
            String[] parts = parameter.split("=", 2);
            if (parts.length == 2 && parts[0].strip().equalsIgnoreCase("charset")) {
                return Optional.of(parts[1].strip().replace("\"", ""));
            }
        }
        return Optional.empty();
    }

    private static boolean isNameOfUtf8(String charset) {
        try {
            return Charset.forName(charset).equals(StandardCharsets.UTF_8);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return false;
        }
    }

    private byte[] read(String code, long maxBytes) {
        long declared = request.getContentLengthLong();
        try {
            if (declared <= maxBytes + DRAIN) {
                byte[] bytes = stream.readNBytes((int) maxBytes + 1);
                if (bytes.length <= maxBytes) {
                    checkWhole(declared, bytes.length);
                    return bytes;
                }
                if (drained()) {
                    throw new TooLarge(code, "The body is larger than " + maxBytes + " bytes.");
                }
            }
        } catch (IOException e) {
            request.setAttribute(Problem.CLOSE, true);
            if (declared <= maxBytes) {
                throw new BadRequest("BODY_INCOMPLETE", "The body did not arrive whole.");
            }
        }
        request.setAttribute(Problem.CLOSE, true);
        throw new TooLarge(code, "The body is larger than " + maxBytes + " bytes.");
    }

    private void checkWhole(long declared, int arrived) {
        if (declared > arrived) {
            throw incomplete();
        }
    }

    /** Reads on to the end; false if that is too far away. */
    private boolean drained() throws IOException {
        byte[] scrap = new byte[16 * 1024];
        int left = DRAIN;
        while (left > 0) {
            int read = stream.read(scrap);
            if (read < 0) {
                return true;
            }
            left -= read;
        }
        return false;
    }
}
