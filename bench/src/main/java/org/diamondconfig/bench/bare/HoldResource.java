/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.bare;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Holds requests and knows nothing of them: what the container keeps for a suspended request. The body is read and dropped.
 * Thread-safe.
 */
@Path("/hold")
public class HoldResource {

    private static final Queue<AsyncResponse> HELD = new ConcurrentLinkedQueue<>();

    /** Suspends the request until it is released. */
    @POST
    public void hold(@Suspended AsyncResponse held, InputStream body) throws IOException {
        body.transferTo(OutputStream.nullOutputStream());
        HELD.add(held);
    }

    /** How many are held. */
    @GET
    public String count() {
        return Integer.toString(HELD.size());
    }

    /** Answers all that are held. */
    @POST
    @Path("/release")
    public void release() {
        for (AsyncResponse held = HELD.poll(); held != null; held = HELD.poll()) {
            held.resume(Response.ok("released").build());
        }
    }
}
