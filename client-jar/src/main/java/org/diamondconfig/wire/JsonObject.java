/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A read JSON object with typed access by name. Unknown members are ignored; a {@code null} member counts as not there.
 * Immutable. Every refusal is an {@link IllegalArgumentException} that names the member and what was expected.
 */
public final class JsonObject {

    private final Map<String, Object> members;

    private JsonObject(Map<String, Object> members) {
        this.members = members;
    }

    /**
     * This value as an object.
     *
     * @param value what {@link Json#parse(String)} answered
     * @param what the place's name, for the message
     * @throws IllegalArgumentException if it is something else
     */
    public static JsonObject of(Object value, String what) {
        if (!(value instanceof Map<?, ?> map)) {
            throw expected(what, "object");
        }
        @SuppressWarnings("unchecked") // the reader only makes maps with text keys
        Map<String, Object> members = (Map<String, Object>) map;
        return new JsonObject(members);
    }

    /** Whether the member is there and not null. */
    public boolean has(String name) {
        return members.get(name) != null;
    }

    /** The names of all members, in the order of the text. */
    public Iterable<String> names() {
        return members.keySet();
    }

    /** The member as it was read: a map, list, String, Long, BigDecimal or Boolean; null if it is not there. */
    public Object value(String name) {
        return members.get(name);
    }

    /** The text of this member. */
    public String string(String name) {
        return optionalString(name).orElseThrow(() -> expected(name, "text"));
    }

    /** The text of this member, if it is there. */
    public Optional<String> optionalString(String name) {
        Object value = members.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text) {
            return Optional.of(text);
        }
        throw expected(name, "text");
    }

    /** The integer of this member. */
    public long number(String name) {
        return optionalNumber(name).orElseThrow(() -> expected(name, "integer"));
    }

    /** The integer of this member, if it is there. */
    public OptionalLong optionalNumber(String name) {
        Object value = members.get(name);
        if (value == null) {
            return OptionalLong.empty();
        }
        if (value instanceof Long number) {
            return OptionalLong.of(number);
        }
        throw expected(name, "integer");
    }

    /** The truth of this member; {@code otherwise} if it is not there. */
    public boolean flag(String name, boolean otherwise) {
        Object value = members.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw expected(name, "true or false");
    }

    /** The object of this member. */
    public JsonObject object(String name) {
        return of(members.get(name), name);
    }

    /** The objects of this member, a list. */
    public List<JsonObject> objects(String name) {
        List<JsonObject> objects = new ArrayList<>();
        for (Object element : list(name)) {
            objects.add(of(element, name + '[' + objects.size() + ']'));
        }
        return List.copyOf(objects);
    }

    /** The texts of this member, a list. */
    public List<String> strings(String name) {
        List<String> strings = new ArrayList<>();
        for (Object element : list(name)) {
            if (!(element instanceof String text)) {
                throw expected(name + '[' + strings.size() + ']', "text");
            }
            strings.add(text);
        }
        return List.copyOf(strings);
    }

    private List<?> list(String name) {
        if (members.get(name) instanceof List<?> list) {
            return list;
        }
        throw expected(name, "list");
    }

    private static IllegalArgumentException expected(String name, String what) {
        return new IllegalArgumentException(name + ": " + what + " expected");
    }
}
