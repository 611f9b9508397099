/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.http;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Enumeration;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.ProblemException;

/**
 * The way in: every request is held against {@link Limits}, and then it is said once who asks; everything behind takes the
 * answer from {@link #caller}. It stands before everything that decides about rights. Thread-safe.
 *
 * <p>The hot read stands in front of it, since a second filter costs a read on Payara half of the read itself; it may answer
 * what {@link #glance} lets it.
 */
public final class Door extends HttpFilter {

    private static final long serialVersionUID = 1;

    /** Nothing here is a page: not a script, a style or a frame of it is to come to life in a browser. */
    private static final String NO_PAGE = "default-src 'none'; frame-ancestors 'none'; sandbox";

    private static final Set<String> JSON = Set.of("*/*", "application/*", "application/json");

    /** What may follow a type in an Accept and leaves it taken: a weight of more than nothing. */
    private static final Pattern TAKEN =
            Pattern.compile("(\\s*;\\s*charset=[\\w-]+)?(\\s*;\\s*q=(0\\.(?=\\d*[1-9])\\d{1,3}|1(\\.0{1,3})?))?");

    /** Request attribute: the {@link Visitor}, or the {@link ProblemException} for which he may not come in. */
    private static final String VISITOR = "diamond.visitor";

    /** Tells who comes in. */
    public interface Keeper {

        /**
         * The sender of a request; {@link Caller#ANONYMOUS} if it shows nothing and may come in without. Asked once for each
         * request, so that a keeper can count them.
         *
         * @throws ProblemException if it may not come in
         */
        Sender sender(HttpServletRequest request);

        /** Called when a request was sent away that it would not let in. */
        default void sentAway(HttpServletRequest request, ProblemException refusal) {}

        /** Tells, whenever it is asked, whether what let a request in is still good. It keeps nothing of the request. */
        default BooleanSupplier standing(HttpServletRequest request) {
            return () -> true;
        }
    }

    /**
     * Who sends a request. Immutable.
     *
     * @param subject as {@link Caller} has it
     * @param address from where, which is not the other end of the connection when a proxy is believed
     */
    public record Sender(String subject, String address) {}

    // Set once, before the first request.
    private transient Keeper keeper;

    /** Called by the container, which makes filters without arguments. */
    @Inject
    void use(Keeper theKeeper) {
        keeper = theKeeper;
    }

    /**
     * Who came in, and past whom. Immutable.
     *
     * @param client what the client says of itself
     */
    public record Visitor(Caller caller, ClientHeader client, Keeper keeper) {

        private Visitor tracedAs(String id) {
            return new Visitor(caller.tracedAs(id), client, keeper);
        }

        /** Sends the request on, that this visitor was seen by at a {@link #glance}: the door does not look again. */
        public void goOn(HttpServletRequest request) {
            request.setAttribute(VISITOR, this);
        }
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        shield(response::setHeader);
        Problem refusal = refusal(request);
        if (refusal == null) {
            chain.doFilter(request, response);
        } else {
            refusal.write(response);
        }
    }

    /** Hands over the headers that every answer has, whoever gives it: what a browser must not make of it. */
    public static void shield(BiConsumer<String, String> header) {
        header.accept("X-Content-Type-Options", "nosniff");
        header.accept("Content-Security-Policy", NO_PAGE);
    }

    private Problem refusal(HttpServletRequest request) {
        Problem refusal = Limits.refusal(request);
        if (refusal == null) {
            try {
                Limits.checkSite(request);
                request.setAttribute(VISITOR, look(request, keeper).tracedAs(Problem.traceId(request)));
            } catch (ProblemException e) {
                keeper.sentAway(request, e);
                refusal = Problem.of(request, e);
            }
        }
        return refusal;
    }

    /**
     * Who asks, for a request that has no body, that no page had a browser send, and that the door would not refuse for its line,
     * for who sends it or for what the client says of itself; null for any other. Headers are not counted. To be asked once, and
     * whoever does not answer the request lets its visitor {@linkplain Visitor#goOn go on}.
     */
    public static Visitor glance(HttpServletRequest request, Keeper keeper) {
        if (Limits.lineRefusal(request) != null || Limits.hasBody(request) || Limits.isOfAPage(request)) {
            return null;
        }
        try {
            return meet(request, keeper);
        } catch (ProblemException e) {
            request.setAttribute(VISITOR, e);
            return null;
        }
    }

    private static Visitor look(HttpServletRequest request, Keeper keeper) {
        Object seen = request.getAttribute(VISITOR);
        if (seen instanceof ProblemException refusal) {
            throw refusal;
        }
        if (seen instanceof Visitor visitor) {
            return visitor;
        }
        return meet(request, keeper);
    }

    private static Visitor meet(HttpServletRequest request, Keeper keeper) {
        Sender sender = keeper.sender(request);
        ClientHeader client = clientHeader(request);
        return new Visitor(new Caller(sender.subject(), sender.address(), client.id(), client.app()), client, keeper);
    }

    private static ClientHeader clientHeader(HttpServletRequest request) {
        String header = request.getHeader(ClientHeader.NAME);
        if (header == null) {
            return ClientHeader.NONE;
        }
        Enumeration<String> all = request.getHeaders(ClientHeader.NAME);
        all.nextElement();
        if (all.hasMoreElements()) {
            throw new BadRequest("BAD_CLIENT_HEADER", ClientHeader.NAME + ": given more than once");
        }
        return ClientHeader.parse(header);
    }

    /** The path below the application, as it was sent; of what was let in there is but one reading. */
    public static String path(HttpServletRequest request) {
        return request.getRequestURI().substring(request.getContextPath().length());
    }

    /** Who asks. */
    public static Caller caller(HttpServletRequest request) {
        return visitor(request).caller;
    }

    /** What the asking client says of itself. */
    public static ClientHeader client(HttpServletRequest request) {
        return visitor(request).client;
    }

    /** Tells, whenever it is asked, whether what let this request in is still good; for those who let it wait. */
    public static BooleanSupplier standing(HttpServletRequest request) {
        return visitor(request).keeper.standing(request);
    }

    private static Visitor visitor(HttpServletRequest request) {
        if (request.getAttribute(VISITOR) instanceof Visitor visitor) {
            return visitor;
        }
        throw new IllegalStateException("Door is not in front of this request: see web.xml");
    }

    /**
     * Whether the client takes JSON for sure, in whatever order of preference, there being nothing else to get. Who refuses some type
     * by a weight of zero, or takes JSON in words that are not known here, is left to JAX-RS.
     */
    public static boolean takesJson(HttpServletRequest request) {
        Enumeration<String> accept = request.getHeaders("Accept");
        boolean takes = !accept.hasMoreElements();
        while (accept.hasMoreElements()) {
            for (String range : accept.nextElement().split(",", -1)) {
                int end = range.indexOf(';');
                if (end >= 0
                        && !TAKEN.matcher(range.substring(end).stripTrailing()).matches()) {
                    return false;
                }
                takes |= JSON.contains(
                        end < 0 ? range.strip() : range.substring(0, end).strip());
            }
        }
        return takes;
    }
}
