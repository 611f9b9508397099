/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.api;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.client.ClientSettings;
import org.diamondconfig.client.ClientSettings.Setting;
import org.diamondconfig.client.internal.Gateway;
import org.diamondconfig.client.internal.Tuning;
import org.diamondconfig.client.internal.edge.HttpTransport;
import org.diamondconfig.client.internal.edge.SystemTiming;
import org.diamondconfig.client.internal.edge.Transport.Call;
import org.diamondconfig.client.internal.edge.Transport.Reply;

/**
 * The REST API of the servers, by the client's own means: its settings, order of servers, token and TLS. Thread-safe.
 */
public final class Api implements AutoCloseable {

    private final HttpTransport transport;
    private final SystemTiming timing = new SystemTiming();
    private final Gateway gateway;
    private final Gateway unrepeated;
    private final ClientSettings settings;
    private final Map<String, String> session;
    private final Duration timeout;
    private final String identity = "id=" + Calls.randomHex() + "; app=diamond-cli; v=1";

    /**
     * Asks nobody before the first call.
     *
     * @param session the headers of a signed-in person; empty for whoever shows a token
     */
    public Api(ClientSettings settings, Map<String, String> session) {
        Tuning tuning = settings.tuning();
        this.settings = settings;
        this.session = session;
        this.timeout = tuning.times().call();
        this.transport = new HttpTransport(
                settings.duration(Setting.CONNECT_TIMEOUT), tuning.limits().body(), settings.tls());
        this.gateway = Gateway.of(tuning, transport, timing, identity);
        this.unrepeated = Gateway.of(tuning, new Unrepeated(transport), timing, identity);
    }

    /** A call to be. */
    public Calls call(String method, String path) {
        return new Calls(this, method, path);
    }

    /** A GET to be. */
    public Calls get(String path) {
        return call("GET", path);
    }

    /** What one server says to a GET, whatever its status: that it is not ready, say. It is shown nothing. */
    public Answer one(URI server, String path) {
        try {
            Call call = new Call("GET", URI.create(server + path), Map.of(), new byte[0], timeout);
            return new Answer(server + path, transport.start(call).await());
        } catch (IOException e) {
            throw new Refused(Exit.UNREACHABLE, server + ": " + e.getMessage());
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static Refused interrupted() {
        Thread.currentThread().interrupt();
        return new Refused(Exit.INTERRUPTED, "interrupted");
    }

    /**
     * What a server says.
     *
     * @param repeatable whether another one may be asked when nobody knows what became of it
     */
    Reply send(Streaming.Wish wish, byte[] body, boolean repeatable) {
        try {
            wish.headers().putAll(session);
            return (repeatable ? gateway : unrepeated)
                    .anyServer(wish.method(), wish.target(), wish.headers(), body, (server, reply) -> reply);
        } catch (Gateway.Refusal e) {
            throw new Refused(
                    Exit.ofStatus(e.status()), e.getMessage(), Map.of("status", (long) e.status(), "code", e.code()));
        } catch (IOException e) {
            if (e.getCause() instanceof Gateway.Refusal refusal) {
                throw new Refused(
                        Exit.ofStatus(refusal.status()),
                        e.getMessage(),
                        Map.of("status", (long) refusal.status(), "code", refusal.code()));
            }
            throw new Refused(Exit.UNREACHABLE, "no server answers: " + e.getMessage() + "; diamond doctor looks why");
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    void stream(Streaming.Wish wish, Runnable look, Consumer<ByteBuffer> each) {
        wish.headers().putAll(session);
        wish.headers().put("Diamond-Client", identity);
        new Streaming(settings).send(wish, look, each);
    }

    @Override
    public void close() {
        transport.close();
        timing.close();
    }
}
