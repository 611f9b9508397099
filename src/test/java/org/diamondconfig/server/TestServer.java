/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.audit.AuditQueue;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.health.Lifecycle;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.servlet.ServletContainer;

/**
 * The whole server inside the test's own process: every part by its constructor, filters and servlets in the order of the real
 * web.xml, JAX-RS on Jersey in an embedded Jetty, H2 in a folder of the test. It answers on a free port of the loopback.
 */
public final class TestServer implements AutoCloseable {

    /** Where the application lives, here as on every server. */
    public static final String CONTEXT = "/diamond-server";

    private final Server server = new Server();
    private final ServerConnector connector;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4, TestServer::daemon);
    private final Wiring wiring;
    private final Lifecycle lifecycle;
    private ServletContainer jersey;

    private TestServer(Settings settings, Wiring parts) throws Exception {
        wiring = parts.with(Settings.class, settings)
                .with(Ticker.class, Ticker.system())
                .with(InstantSource.class, Clock.systemUTC())
                .with(PrometheusRegistry.class, new PrometheusRegistry())
                .orWith(Scheduler.class, Scheduler.on(threads))
                .complete();
        wiring.part(Access.class).tellRefusalsTo(wiring.part(AuditQueue.class));
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(context());
        lifecycle = wiring.part(Lifecycle.class);
        lifecycle.start();
        server.start();
    }

    /** A server that allows everything, on a fresh H2 in this folder. */
    public static TestServer start(Path dataFolder) throws Exception {
        return start(dataFolder, Map.of());
    }

    /** A server with these settings beside the data folder; open to everybody on this machine if they do not say. */
    public static TestServer start(Path dataFolder, Map<String, String> settings) throws Exception {
        return start(dataFolder, new Wiring(), settings);
    }

    /** A server with this decision about rights and these settings beside the data folder. */
    public static TestServer start(Path dataFolder, Access access, Map<String, String> settings) throws Exception {
        return start(dataFolder, new Wiring().with(Access.class, access), settings);
    }

    /** A server with these parts in place of its own. */
    static TestServer start(Path dataFolder, Wiring parts, Map<String, String> settings) throws Exception {
        Map<String, String> all = new HashMap<>(settings);
        all.putIfAbsent("diamond.access", "open");
        all.put("diamond.data", Files.createDirectories(dataFolder).toString());
        return new TestServer(Settings.of(all), parts);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "diamond-test-scheduler");
        thread.setDaemon(true);
        return thread;
    }

    /** The address of the application, with a slash at its end. */
    public URI base() {
        return URI.create("http://127.0.0.1:" + port() + CONTEXT + "/");
    }

    /** The port on the loopback. */
    public int port() {
        return connector.getLocalPort();
    }

    /** A part of the running server. */
    <T> T part(Class<T> type) {
        return wiring.part(type);
    }

    private ServletContextHandler context() throws IOException {
        ServletContextHandler context = new ServletContextHandler(CONTEXT, ServletContextHandler.NO_SESSIONS);
        context.setBaseResourceAsPath(Path.of("../webapp"));
        WebXml webXml = WebXml.read(Path.of("../webapp/WEB-INF/web.xml"));
        for (WebXml.Mapping filter : webXml.filters()) {
            FilterHolder holder = new FilterHolder((Filter) make(filter.type()));
            holder.setName(filter.name());
            holder.setAsyncSupported(true);
            filter.patterns()
                    .forEach(pattern -> context.addFilter(holder, pattern, EnumSet.of(DispatcherType.REQUEST)));
        }
        for (WebXml.Mapping servlet : webXml.servlets()) {
            ServletHolder holder = new ServletHolder(servlet.name(), (Servlet) make(servlet.type()));
            holder.setAsyncSupported(true);
            servlet.patterns().forEach(pattern -> context.addServlet(holder, pattern));
        }
        jersey = new ServletContainer(api());
        ServletHolder api = new ServletHolder("api", jersey);
        api.setAsyncSupported(true);
        context.addServlet(api, "/api/v1/*");
        ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
        errors.addErrorPage(ErrorPageErrorHandler.GLOBAL_ERROR_PAGE, webXml.errorPage());
        context.setErrorHandler(errors);
        return context;
    }

    private ResourceConfig api() {
        ResourceConfig config = new ResourceConfig().property(ServerProperties.WADL_FEATURE_DISABLE, true);
        wiring.resourcesAndMappers().forEach(config::register);
        return config;
    }

    /** As Payara Server does before it tells an application that it is undeployed. */
    void destroyJaxRs() {
        jersey.destroy();
    }

    private Object make(Class<?> type) {
        Constructor<?>[] constructors = type.getDeclaredConstructors();
        if (Arrays.stream(constructors).anyMatch(constructor -> constructor.isAnnotationPresent(Inject.class))) {
            return wiring.make(type);
        }
        try {
            return wiring.inject(type.getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(type + " cannot be made by a container", e);
        }
    }

    @Override
    public void close() {
        lifecycle.stop();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server inside the test does not stop", e);
        }
        threads.shutdownNow();
    }
}
