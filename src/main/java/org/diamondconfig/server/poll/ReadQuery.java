/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.poll;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.diamondconfig.wire.ConfigKey;

/**
 * The key that a query string of the hot read names, or nothing: whatever is not plainly one key is left to those who can
 * explain it. What was understood once is remembered. Thread-safe.
 */
public final class ReadQuery {

    /** So many spellings are remembered; then all are forgotten, which costs a moment and no more. */
    private static final int REMEMBERED = 1 << 16;

    private final ConcurrentMap<String, ConfigKey> remembered = new ConcurrentHashMap<>();

    /** The key that was remembered for this query, or that it names now; null if it does not plainly name one. */
    public ConfigKey key(String query) {
        if (query == null) {
            return null;
        }
        ConfigKey key = remembered.get(query);
        return key != null ? key : parse(query);
    }

    /** Remembers a query that named a key which exists; others would only fill the memory. */
    public void remember(String query, ConfigKey key) {
        if (!remembered.containsKey(query)) {
            if (remembered.size() >= REMEMBERED) {
                remembered.clear();
            }
            remembered.put(query, key);
        }
    }

    private static ConfigKey parse(String query) {
        String namespace = null;
        String group = null;
        String dataId = null;
        int start = 0;
        while (start <= query.length()) {
            int end = query.indexOf('&', start);
            end = end < 0 ? query.length() : end;
            int equals = query.indexOf('=', start);
            if (equals < 0 || equals > end) {
                return null;
            }
            String value = plain(query, equals + 1, end);
            if (value == null) {
                return null;
            }
            if (is("namespace", query, start, equals) && namespace == null) {
                namespace = value;
            } else if (is("group", query, start, equals) && group == null) {
                group = value;
            } else if (is("dataId", query, start, equals) && dataId == null) {
                dataId = value;
            } else {
                return null;
            }
            start = end + 1;
        }
        return keyOf(namespace, group, dataId);
    }

    private static ConfigKey keyOf(String namespace, String group, String dataId) {
        try {
            return dataId == null ? null : ConfigKey.of(namespace, group, dataId);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean is(String name, String query, int start, int end) {
        return end - start == name.length() && query.startsWith(name, start);
    }

    /** The value with {@code %3A} and {@code %2F} decoded, which clients like to escape; null if anything else is escaped. */
    private static String plain(String query, int start, int end) {
        if (query.indexOf('%', start) < 0 || query.indexOf('%', start) >= end) {
            String value = query.substring(start, end);
            return value.indexOf('+') < 0 ? value : null;
        }
        String value = query.substring(start, end)
                .replace("%2F", "/")
                .replace("%2f", "/")
                .replace("%3A", ":")
                .replace("%3a", ":");
        return value.indexOf('%') < 0 && value.indexOf('+') < 0 ? value : null;
    }
}
