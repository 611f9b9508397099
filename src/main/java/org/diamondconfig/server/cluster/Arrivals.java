/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.cluster;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The filter that tells this node at which address and port it is reached, if nobody else did. Thread-safe. */
public final class Arrivals extends HttpFilter {

    private static final long serialVersionUID = 1;

    // Set once, before the first request.
    private transient OwnAddress address;
    private transient Cluster cluster;

    /** Called by the container, which makes filters without arguments. */
    @Inject
    void use(OwnAddress ownAddress, Cluster theCluster) {
        address = ownAddress;
        cluster = theCluster;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (address.isAskingRequests()) {
            address.arrived(request.getLocalAddr(), request.getLocalPort(), request.isSecure());
            cluster.beatSoon();
        }
        chain.doFilter(request, response);
    }
}
