/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.edge;

/**
 * Who asks: made once per request at the edge and handed down. Immutable. What is longer than its column of the database is cut.
 *
 * @param subject who was recognised; {@link #ANONYMOUS} until somebody was; at most 128 characters
 * @param address the network address of the connection's other end, at most 64 characters
 * @param clientId the 128-bit id of a client object in hex, {@code ""} when none was told
 * @param app the application the client says it is, {@code ""} when none was told; at most 128 characters
 * @param traceId finds the request in logs and in the audit trail; {@code ""} where nobody looks for it
 */
public record Caller(String subject, String address, String clientId, String app, String traceId) {

    /** The subject of a caller nobody recognised. */
    public static final String ANONYMOUS = "anonymous";

    /** The server itself, for its own acts. */
    public static final Caller SYSTEM = new Caller("system", "", "", "");

    private static final int MOST_NAME = 128;
    private static final int MOST_ADDRESS = 64;

    public Caller {
        subject = cut(subject, MOST_NAME);
        address = cut(address, MOST_ADDRESS);
        app = cut(app, MOST_NAME);
    }

    /** A caller whose request nobody looks for. */
    public Caller(String subject, String address, String clientId, String app) {
        this(subject, address, clientId, app, "");
    }

    /** Whether the server itself asks. */
    public boolean isSystem() {
        return subject.equals(SYSTEM.subject) && equals(SYSTEM);
    }

    /** The same, by a request that has this trace id. */
    public Caller tracedAs(String id) {
        return new Caller(subject, address, clientId, app, id);
    }

    /** The same, of this application. */
    public Caller of(String application) {
        return new Caller(subject, address, clientId, application, traceId);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
