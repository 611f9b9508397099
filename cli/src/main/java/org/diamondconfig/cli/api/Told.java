/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.diamondconfig.cli.edge.JsonText;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.wire.JsonObject;

/**
 * An object in an answer, with typed access by name. A member that is missing where it has to be, or is of another kind, ends the command:
 * whoever answered so is no Diamond. Immutable.
 */
public final class Told {

    private final JsonObject object;
    private final Function<String, Refused> foreign;

    /** @param foreign what is thrown, with a sentence about the member */
    Told(JsonObject object, Function<String, Refused> foreign) {
        this.object = object;
        this.foreign = foreign;
    }

    private <T> T read(Supplier<T> member) {
        try {
            return member.get();
        } catch (IllegalArgumentException e) {
            throw foreign.apply(e.getMessage());
        }
    }

    /** Whether the member is there and not null. */
    public boolean has(String name) {
        return object.has(name);
    }

    /** The member as it was read; null if it is not there. */
    public Object value(String name) {
        return object.value(name);
    }

    /** The text of this member. */
    public String string(String name) {
        return read(() -> object.string(name));
    }

    /** The text of this member, if it is there. */
    public Optional<String> optionalString(String name) {
        return read(() -> object.optionalString(name));
    }

    /** The integer of this member. */
    public long number(String name) {
        return read(() -> object.number(name));
    }

    /** The integer of this member, if it is there. */
    public OptionalLong optionalNumber(String name) {
        return read(() -> object.optionalNumber(name));
    }

    /** The truth of this member; {@code otherwise} if it is not there. */
    public boolean flag(String name, boolean otherwise) {
        return read(() -> object.flag(name, otherwise));
    }

    /** The texts of this member, a list. */
    public List<String> strings(String name) {
        return read(() -> object.strings(name));
    }

    /** The object of this member. */
    public Told object(String name) {
        return new Told(read(() -> object.object(name)), foreign);
    }

    /** The objects of this member, a list. */
    public List<Told> objects(String name) {
        return read(() -> object.objects(name)).stream()
                .map(each -> new Told(each, foreign))
                .toList();
    }

    /** The same as they are printed, and not to be changed: none is copied, since there may be many. */
    List<Map<String, Object>> rows(String name) {
        if (!(object.value(name) instanceof List<?> list)) {
            throw foreign.apply(name + ": list expected");
        }
        for (Object element : list) {
            if (!(element instanceof Map)) {
                throw foreign.apply(name + ": objects expected");
            }
        }
        @SuppressWarnings("unchecked") // as was looked at; the reader makes maps with names alone
        List<Map<String, Object>> rows = (List<Map<String, Object>>) list;
        return rows;
    }

    /** The members in their order, to be printed or changed. */
    public Map<String, Object> members() {
        return JsonText.members(object);
    }
}
