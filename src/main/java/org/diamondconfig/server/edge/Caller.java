/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.edge;

/**
 * Who asks: made once per request at the edge and handed down. Immutable.
 *
 * @param subject who was recognised; {@link #ANONYMOUS} until somebody was
 * @param address the network address of the connection's other end
 * @param clientId the 128-bit id of a client object in hex, {@code ""} when none was told
 * @param app the application the client says it is, {@code ""} when none was told
 */
public record Caller(String subject, String address, String clientId, String app) {

    /** The subject of a caller nobody recognised. */
    public static final String ANONYMOUS = "anonymous";

    /** The server itself, for its own acts. */
    public static final Caller SYSTEM = new Caller("system", "", "", "");
}
