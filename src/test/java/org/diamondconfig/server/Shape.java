/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.diamondconfig.wire.JsonObject;

/**
 * The members of a JSON object that the API answers: written into OpenAPI as a schema, and held against real answers, which may
 * have no member beside these. Immutable.
 *
 * <p>A member is written {@code name}, {@code name:type}, or with {@code ?} behind it when it may be missing. A type is
 * {@code string}, which is meant when none is named, {@code integer}, {@code boolean}, the name of another shape, or one of
 * these in brackets for a list.
 */
final class Shape {

    private static final String TEXT = "string";

    private final String name;
    private final Map<String, String> types = new LinkedHashMap<>();
    private final List<String> required = new ArrayList<>();

    private Shape(String name) {
        this.name = name;
    }

    static Shape of(String name, String members) {
        Shape shape = new Shape(name);
        for (String member : members.split(" ")) {
            boolean optional = member.endsWith("?");
            String[] parts = (optional ? member.substring(0, member.length() - 1) : member).split(":");
            shape.types.put(parts[0], parts.length == 1 ? TEXT : parts[1]);
            if (!optional) {
                shape.required.add(parts[0]);
            }
        }
        return shape;
    }

    String name() {
        return name;
    }

    /** The schema, below {@code components/schemas}. */
    String yaml() {
        StringBuilder yaml = new StringBuilder(
                "    " + name + ":\n      type: object\n      required: " + required + "\n      properties:\n");
        types.forEach((member, type) -> yaml.append("        ")
                .append(member)
                .append(": ")
                .append(schema(type))
                .append('\n'));
        return yaml.toString();
    }

    private static String schema(String type) {
        if (type.startsWith("[")) {
            return "{type: array, items: " + schema(item(type)) + "}";
        }
        return isShape(type) ? reference(type) : "{type: " + type + "}";
    }

    static String reference(String shape) {
        return "{$ref: '#/components/schemas/" + shape + "'}";
    }

    /**
     * What is wrong with this value; empty if nothing is.
     *
     * @param shapes finds another shape by its name
     */
    Optional<String> fault(Object value, Function<String, Shape> shapes) {
        if (!(value instanceof Map<?, ?>)) {
            return Optional.of(name + " is no object");
        }
        JsonObject object = JsonObject.of(value, name);
        for (String member : required) {
            if (!object.has(member)) {
                return Optional.of(name + " lacks " + member);
            }
        }
        for (String member : object.names()) {
            Optional<String> fault = types.containsKey(member)
                    ? memberFault(member, types.get(member), object.value(member), shapes)
                    : Optional.of(name + " has the unknown member " + member);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private Optional<String> memberFault(String member, String type, Object value, Function<String, Shape> shapes) {
        if (type.startsWith("[")) {
            return value instanceof List<?> list
                    ? list.stream()
                            .flatMap(each -> memberFault(member, item(type), each, shapes).stream())
                            .findFirst()
                    : Optional.of(name + "." + member + " is no list");
        }
        if (isShape(type)) {
            return shapes.apply(type).fault(value, shapes);
        }
        Class<?> expected = type.equals(TEXT) ? String.class : type.equals("integer") ? Long.class : Boolean.class;
        return expected.isInstance(value) ? Optional.empty() : Optional.of(name + "." + member + " is no " + type);
    }

    private static String item(String list) {
        return list.substring(1, list.length() - 1);
    }

    private static boolean isShape(String type) {
        return Character.isUpperCase(type.charAt(0));
    }
}
