/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.gdiamond;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.diamondconfig.server.http.Body;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.TooLarge;
import org.diamondconfig.server.problem.UnsupportedMedia;
import org.diamondconfig.wire.ConfigKey;

/**
 * The parameters of one request: those of its query and those of its form, in UTF-8. Those that nobody asks for are left alone,
 * as gdiamond left them; none that somebody does may be given twice. Immutable.
 */
final class Form {

    static final String CONTENT = "content";
    static final String PROBE = "Probe-Modify-Request";

    /** Enough for a form that holds names alone. */
    static final long NAMES = 8 * 1024;

    /** How much longer escapes may make a text. */
    static final long ESCAPED = 3;

    private static final String DATA_ID = "dataId";
    private static final String GROUP = "group";
    private static final Set<String> KNOWN = Set.of(DATA_ID, GROUP, CONTENT, PROBE);
    private static final String MEDIA_TYPE = "application/x-www-form-urlencoded";

    private final Map<String, String> values;

    private Form(Map<String, String> values) {
        this.values = values;
    }

    /**
     * The parameters of this request.
     *
     * @param maxBytes of the form as it is sent
     * @throws BadRequest if an escape is broken, the bytes are not UTF-8, or a parameter is given twice
     * @throws TooLarge if the form is larger
     * @throws UnsupportedMedia if the body is something else than a form in UTF-8
     */
    static Form of(HttpServletRequest request, long maxBytes) throws IOException {
        Map<String, String> values = new HashMap<>();
        if (request.getQueryString() != null) {
            read(request.getQueryString(), values);
        }
        String form = Body.of(request, request.getInputStream()).text(maxBytes);
        if (!form.isEmpty()) {
            requireForm(request.getContentType());
            read(form, values);
        }
        return new Form(values);
    }

    private static void requireForm(String contentType) {
        if (contentType != null && !contentType.toLowerCase(Locale.ROOT).startsWith(MEDIA_TYPE)) {
            throw new UnsupportedMedia(
                    "FORM_EXPECTED", "Send the parameters as a form, Content-Type: " + MEDIA_TYPE + '.');
        }
    }

    private static void read(String raw, Map<String, String> values) {
        for (String parameter : raw.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = decode(equals < 0 ? parameter : parameter.substring(0, equals));
            if (KNOWN.contains(name) && values.put(name, decode(parameter.substring(equals + 1))) != null) {
                throw new BadRequest("DUPLICATE_PARAMETER", name + ": given more than once");
            }
        }
    }

    /** Byte for byte, and strictly: the JDK's own decoder puts a question mark where the bytes are no UTF-8. */
    private static String decode(String raw) {
        String bytes = new String(raw.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        try {
            byte[] decoded =
                    URLDecoder.decode(bytes, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded))
                    .toString();
        } catch (IllegalArgumentException e) {
            throw new BadRequest("BAD_FORM", "A parameter holds an escape that is not two hex digits.");
        } catch (CharacterCodingException e) {
            throw new BadRequest("BAD_FORM", "A parameter is not UTF-8.");
        }
    }

    /**
     * The value of a parameter that has to be given, as it was sent.
     *
     * @throws BadRequest MISSING_PARAMETER if it is not, or is blank
     */
    String required(String name) {
        String value = values.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new BadRequest("MISSING_PARAMETER", name + ": missing, or nothing but blanks");
        }
        return value;
    }

    /**
     * The key that dataId and group name, blanks around them left out; without a group it is one of the default group.
     *
     * @throws BadRequest MISSING_PARAMETER or INVALID_NAME
     */
    ConfigKey key() {
        return key(required(DATA_ID).strip(), values.getOrDefault(GROUP, "").strip());
    }

    /** The key of these names. Throws INVALID_NAME. */
    static ConfigKey key(String dataId, String group) {
        try {
            return ConfigKey.of(group, dataId);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("INVALID_NAME", e.getMessage());
        }
    }
}
