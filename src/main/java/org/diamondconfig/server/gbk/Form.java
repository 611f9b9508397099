/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.gbk;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.diamondconfig.server.http.Body;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.UnsupportedMedia;
import org.diamondconfig.wire.ConfigKey;

/**
 * The parameters of one request: those of its query and those of its form, decoded by the charset that its Content-Type names,
 * else by GBK. Parameters that nobody asks for are left alone, as the original left them; none may be given twice. Immutable.
 */
public final class Form {

    /** Parts the items of a list within one parameter, and the words of an item. */
    public static final char WORD = 2;

    /** Ends an item of several words. */
    public static final char LINE = 1;

    private static final int MAX_PARAMETERS = 100;

    private final Map<String, String> values;

    private Form(Map<String, String> values) {
        this.values = values;
    }

    /**
     * The parameters of this request.
     *
     * @param maxBytes of the form as it is sent; at 0 none is read
     * @throws BadRequest if an escape is broken, the bytes are not of the charset, or a parameter is given twice
     * @throws UnsupportedMedia if the body is no form, or its charset is not read here
     */
    public static Form of(HttpServletRequest request, long maxBytes) {
        Map<String, String> values = new HashMap<>();
        String query = request.getQueryString();
        Body body = Body.of(request, maxBytes > 0 ? stream(request) : null);
        Charset charset = body.charset().map(Form::readable).orElse(Gbk.CHARSET);
        if (query != null) {
            read(query.getBytes(StandardCharsets.ISO_8859_1), charset, values);
        }
        if (maxBytes > 0) {
            read(body.form(maxBytes), charset, values);
        }
        return new Form(values);
    }

    private static InputStream stream(HttpServletRequest request) {
        try {
            return request.getInputStream();
        } catch (IOException e) {
            throw new BadRequest("BODY_INCOMPLETE", "The body did not arrive whole.");
        }
    }

    private static Charset readable(String name) {
        return Gbk.readable(name)
                .orElseThrow(() -> new UnsupportedMedia("CHARSET", "Send the form in GBK, or say charset=UTF-8."));
    }

    private static void read(byte[] raw, Charset charset, Map<String, String> values) {
        int start = 0;
        for (int i = 0; i <= raw.length; i++) {
            if (i == raw.length || raw[i] == '&') {
                if (i > start) {
                    readParameter(raw, start, i, charset, values);
                }
                start = i + 1;
            }
        }
    }

    private static void readParameter(byte[] raw, int start, int end, Charset charset, Map<String, String> values) {
        int nameEnd = start;
        while (nameEnd < end && raw[nameEnd] != '=') {
            nameEnd++;
        }
        String name = decode(raw, start, nameEnd, charset);
        String value = decode(raw, Math.min(nameEnd + 1, end), end, charset);
        if (values.put(name, value) != null) {
            throw new BadRequest("DUPLICATE_PARAMETER", "A parameter is given more than once.");
        }
        if (values.size() > MAX_PARAMETERS) {
            throw new BadRequest("BAD_FORM", "There are more than " + MAX_PARAMETERS + " parameters.");
        }
    }

    private static String decode(byte[] raw, int start, int end, Charset charset) {
        byte[] bytes = new byte[end - start];
        int length = 0;
        for (int i = start; i < end; i++) {
            byte each = raw[i];
            if (each == '%') {
                int high = i + 1 < end ? Character.digit(raw[i + 1], 16) : -1;
                int low = i + 2 < end ? Character.digit(raw[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new BadRequest("BAD_FORM", "A parameter holds an escape that is not two hex digits.");
                }
                each = (byte) (high << 4 | low);
                i += 2;
            } else if (each == '+') {
                each = ' ';
            }
            bytes[length++] = each;
        }
        return Gbk.decode(bytes, length, charset)
                .orElseThrow(() -> new BadRequest("BAD_FORM", "A parameter's bytes are not " + charset.name() + "."));
    }

    /** The value of a parameter; {@code ""} when it is not given. */
    public String text(String name) {
        return values.getOrDefault(name, "");
    }

    /**
     * The value of a parameter that has to be given.
     *
     * @throws BadRequest MISSING_PARAMETER if it is not, or holds nothing but blanks
     */
    public String required(String name) {
        String value = text(name);
        if (value.isBlank()) {
            throw new BadRequest("MISSING_PARAMETER", name + ": missing, or nothing but blanks");
        }
        return value;
    }

    /** The items of a list that has to be given; an empty last one only ends the list. */
    public List<String> list(String name) {
        String value = required(name);
        return Arrays.asList(value.split(String.valueOf(WORD)));
    }

    /**
     * The key that {@code dataId} and {@code group} name; no group, or a blank one, is the default group.
     *
     * @throws BadRequest INVALID_NAME, naming the field and the rule
     */
    public ConfigKey key() {
        return key(text("dataId"));
    }

    /** The key of this dataId in the request's group. Throws as above. */
    public ConfigKey key(String dataId) {
        try {
            return ConfigKey.of(group(), dataId);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("INVALID_NAME", e.getMessage());
        }
    }

    /** The group as it is named, the default one if none is. */
    public String group() {
        String group = text("group");
        return group.isBlank() ? ConfigKey.DEFAULT_GROUP : group;
    }
}
