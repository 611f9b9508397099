/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The {@link Node} of every container: a child process and the order of its life. */
final class ServerProcess implements Node {

    private static final Duration START = Duration.ofMinutes(6);
    private static final Duration STOP = Duration.ofSeconds(90);
    private static final Duration PROBE = Duration.ofSeconds(5);
    private static final int TAIL_LINES = 80;

    private final NodeOptions options;
    private final Container container;
    private final int port;
    private Process process;
    private Thread killer;

    ServerProcess(NodeOptions options, Container container) {
        this.options = options;
        this.container = container;
        this.port = options.port() == 0 ? Ports.free() : options.port();
    }

    @Override
    public URI uri() {
        String scheme = options.tls().isPresent() ? "https" : "http";
        return URI.create(scheme + "://127.0.0.1:" + port + "/diamond-server");
    }

    @Override
    public long pid() {
        if (process == null) {
            throw new IllegalStateException("the node was never started");
        }
        return process.pid();
    }

    @Override
    public Path data() {
        return options.data();
    }

    @Override
    public Path log() {
        return options.home().resolve("server.log");
    }

    @Override
    public boolean running() {
        return process != null && process.isAlive();
    }

    @Override
    public void start() {
        if (running()) {
            throw new IllegalStateException("the node runs already");
        }
        try {
            launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitLive();
    }

    private void launch() throws IOException {
        Path tmp = options.home().resolve("tmp");
        Folders.delete(tmp);
        Files.createDirectories(tmp);
        ProcessBuilder builder = new ProcessBuilder(container.prepare(port))
                .directory(options.home().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("DIAMOND_"));
        builder.environment().putAll(options.environment());
        process = builder.start();
        killer = new Thread(process::destroyForcibly, "diamond-node-killer-" + process.pid());
        Runtime.getRuntime().addShutdownHook(killer);
    }

    private void awaitLive() {
        try {
            Awaitility.await("the server's /health/live")
                    .atMost(START)
                    .pollInterval(Duration.ofMillis(100))
                    .until(this::isLive);
        } catch (ConditionTimeoutException e) {
            kill();
            throw new IllegalStateException("not live after " + START + "\n" + tail(), e);
        }
    }

    /** By a connection of its own: one that was made while the server started may never be answered. */
    private boolean isLive() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the server ended with " + process.exitValue() + "\n" + tail());
        }
        try {
            HttpURLConnection probe = (HttpURLConnection)
                    URI.create(uri() + "/health/live").toURL().openConnection();
            if (probe instanceof HttpsURLConnection secured) {
                secured.setSSLSocketFactory(
                        options.tls().orElseThrow().trusting().getSocketFactory());
            }
            probe.setConnectTimeout((int) PROBE.toMillis());
            probe.setReadTimeout((int) PROBE.toMillis());
            try {
                return probe.getResponseCode() == 200;
            } finally {
                probe.disconnect();
            }
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void stop() {
        if (process != null) {
            process.destroy();
            if (!ended(STOP)) {
                kill();
            }
            forget();
        }
    }

    @Override
    public void kill() {
        if (process != null) {
            process.destroyForcibly();
            if (!ended(STOP)) {
                throw new IllegalStateException("process " + process.pid() + " does not end");
            }
            forget();
        }
    }

    @Override
    public void pause() {
        Signals.send(pid(), "STOP");
    }

    @Override
    public void resume() {
        Signals.send(pid(), "CONT");
    }

    @Override
    public void close() {
        kill();
    }

    private boolean ended(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            return false;
        }
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (IllegalStateException alreadyShuttingDown) {
            // Then the hook does no harm: the process has ended.
        }
    }

    private String tail() {
        try {
            List<String> lines = new String(Files.readAllBytes(log()), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return log() + ": " + e;
        }
    }
}
