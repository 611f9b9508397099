/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.rate;

/**
 * What a request is counted as, told by its method and path alone: it is counted before anybody reads its body. Where only a
 * parameter says what is done, as on most paths of the original Diamond, it counts as the dearest thing that can be done there.
 */
public enum Kind {
    /** Asks what there is. A read that waits is one too, and is bounded where it is held. */
    READS,
    /** Asks for what changes, of many keys. */
    POLLS,
    /** Changes something, or has this node look into the database for others. A sign-in is one, and has a stricter limit besides. */
    WRITES,
    /**
     * Counted by nobody here. Health, since whoever is refused it takes this node for dead; address lists, which cost no more than
     * the refusal would; and what other nodes tell and ask, which is signed, and must not wait for what clients behind the same address do.
     */
    FREE;

    /** What a request is, by its path below the application. */
    public static Kind of(String method, String path) {
        boolean looks = method.equals("GET") || method.equals("HEAD");
        return switch (path) {
            case "/health/live",
                    "/health/ready",
                    "/namesrv/addrs",
                    "/diamond",
                    "/diamond-unit-center",
                    "/unit-list",
                    "/api/v1/peer/notify",
                    "/api/v1/peer/glance",
                    "/api/v1/peer/subscribers" -> FREE;
            case "/api/v1/watch", "/getProbeModify" -> POLLS;
            case "/api/v1/configs/get", "/api/v1/access/check", "/config" -> READS;
            case "/config.co", "/config.do" -> looks ? READS : POLLS;
            case "/publishConfig", "/notify" -> WRITES;
            default -> looks && !path.endsWith(".do") ? READS : WRITES;
        };
    }
}
