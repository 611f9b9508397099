/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.context;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.diamondconfig.wire.JsonObject;

/**
 * Where a user works, by a name. Immutable.
 *
 * @param members what is known of it, by the names of the file; all texts
 */
public record Context(Map<String, String> members) {

    /** The servers, as the client takes them. */
    public static final String SERVER = "server";

    /** The namespace unless another is named. */
    public static final String NAMESPACE = "namespace";

    /** The group unless another is named. */
    public static final String GROUP = "group";

    /** The token. */
    public static final String TOKEN = "token";

    /** A file with the token. */
    public static final String TOKEN_FILE = "tokenFile";

    /** The cookie of a signed-in person. */
    public static final String COOKIE = "cookie";

    /** The token that changes by that cookie need. */
    public static final String CSRF = "csrf";

    /** Of which nothing is known. */
    public static final Context NONE = new Context(Map.of());

    /** Copies. */
    public Context {
        members = Map.copyOf(members);
    }

    static Context read(JsonObject json) {
        Map<String, String> members = new LinkedHashMap<>();
        json.names().forEach(name -> json.optionalString(name).ifPresent(value -> members.put(name, value)));
        return new Context(members);
    }

    /** What is known under this name. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(members.get(name));
    }

    /** The same with this; without it, if it is null. */
    public Context with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(members);
        if (value == null) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return new Context(changed);
    }

    /** Whether it holds what nobody else may read. */
    public boolean secret() {
        return members.containsKey(TOKEN) || members.containsKey(COOKIE);
    }

    /** The same without what lets its user in. */
    public Context signedOut() {
        return with(TOKEN, null).with(TOKEN_FILE, null).with(COOKIE, null).with(CSRF, null);
    }
}
