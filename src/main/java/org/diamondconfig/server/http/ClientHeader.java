/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.http;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.diamondconfig.server.problem.BadRequest;

/**
 * What a client says of itself in the header {@code Diamond-Client: id=<32 hex>; app=; v=; slot=; label.x=}. Immutable. It
 * tells polls apart and is shown to people; no right hangs on it. Names it does not know are left alone: a newer client may
 * tell more.
 *
 * @param id one client object, 32 lower-case hex characters; {@code ""} when not told
 * @param app the application; {@code ""} when not told
 * @param version of the client library; {@code ""} when not told
 * @param slot which of the client's polls this one is; {@code ""} when not told
 * @param labels by name, without the leading {@code label.}
 */
public record ClientHeader(String id, String app, String version, String slot, Map<String, String> labels) {

    /** The name of the header. */
    public static final String NAME = "Diamond-Client";

    /** A client that says nothing of itself. */
    public static final ClientHeader NONE = new ClientHeader("", "", "", "", Map.of());

    private static final String LABEL = "label.";
    private static final int MAX_LABELS = 16;
    private static final int MAX_VALUE = 128;
    private static final int ID_LENGTH = 32;

    /** The same client, in another of its slots. */
    public ClientHeader inSlot(String other) {
        return new ClientHeader(id, app, version, other, labels);
    }

    /** The same with what it is told by other means, where it says nothing itself; what may not stand here is left out. */
    public ClientHeader orElse(String otherApp, String otherVersion) {
        return new ClientHeader(
                id,
                app.isEmpty() ? fitting(otherApp) : app,
                version.isEmpty() ? fitting(otherVersion) : version,
                slot,
                labels);
    }

    private static String fitting(String value) {
        return isValue(value) ? value : "";
    }

    /**
     * Reads the value of the header.
     *
     * @throws BadRequest BAD_CLIENT_HEADER
     */
    static ClientHeader parse(String header) {
        Map<String, String> labels = new HashMap<>();
        Map<String, String> fields = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (String part : header.split(";", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw bad("write name=value pairs, separated by semicolons");
            }
            String name = part.substring(0, equals).strip();
            String value = checkedValue(part.substring(equals + 1).strip());
            if (!seen.add(name)) {
                throw bad("a name is given more than once");
            }
            if (name.startsWith(LABEL)) {
                labels.put(checkedName(name.substring(LABEL.length())), value);
            } else {
                fields.put(checkedName(name), value);
            }
        }
        if (labels.size() > MAX_LABELS) {
            throw bad("at most " + MAX_LABELS + " labels");
        }
        return new ClientHeader(
                checkedId(fields.getOrDefault("id", "")),
                fields.getOrDefault("app", ""),
                fields.getOrDefault("v", ""),
                fields.getOrDefault("slot", ""),
                Map.copyOf(labels));
    }

    private static String checkedName(String name) {
        if (name.isEmpty() || !isToken(name)) {
            throw bad("a name is letters, digits and _ - . : /");
        }
        return name;
    }

    private static String checkedId(String id) {
        boolean hex = id.isEmpty() || id.length() == ID_LENGTH;
        for (int i = 0; hex && i < id.length(); i++) {
            char c = id.charAt(i);
            hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        }
        if (!hex) {
            throw bad("id is " + ID_LENGTH + " lower-case hex characters");
        }
        return id;
    }

    private static String checkedValue(String value) {
        if (!isValue(value)) {
            throw bad("a value is at most " + MAX_VALUE + " letters, digits and _ - . : /");
        }
        return value;
    }

    private static boolean isValue(String value) {
        return value.length() <= MAX_VALUE && isToken(value);
    }

    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && "_-.:/".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static BadRequest bad(String rule) {
        return new BadRequest("BAD_CLIENT_HEADER", NAME + ": " + rule);
    }
}
