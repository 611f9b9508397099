/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.test;

import java.util.Map;

/**
 * A request that the fake got. Immutable.
 *
 * @param method GET, say
 * @param path below the base URI, {@code /api/v1/config} say
 * @param query decoded parameters
 * @param headers first values by lower-case name
 * @param body as text
 */
public record Received(
        String method, String path, Map<String, String> query, Map<String, String> headers, String body) {}
