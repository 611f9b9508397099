/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.diamondconfig.bench.http.Answer;
import org.diamondconfig.bench.http.Line;
import org.diamondconfig.bench.http.Request;
import org.diamondconfig.system.Node;
import org.diamondconfig.system.NodeOptions;
import org.diamondconfig.system.Nodes;
import org.diamondconfig.wire.ConfigKey;

/**
 * The server that is measured: Diamond and bare.war side by side in one container, in a process of its own, and the requests
 * that set a measurement up. Confined to one thread.
 */
final class Bed implements AutoCloseable {

    /** Where Diamond answers. */
    static final String API = "/diamond-server/api/v1";

    private static final String DIAMOND = "/diamond-server";

    private final Node node;
    private final boolean owned;
    private final InetSocketAddress address;
    private final Line line;

    private Bed(Node node, boolean owned) {
        this.node = node;
        this.owned = owned;
        address = address(node);
        line = new Line(address);
    }

    private static InetSocketAddress address(Node node) {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), node.uri().getPort());
    }

    /** Starts a server with a new data folder. */
    static Bed start(Options options, String... jvm) {
        return start(options, options.fresh(), jvm);
    }

    /** Starts a server with its files in this folder, which is new. */
    static Bed start(Options options, Path home, String... jvm) {
        Node node = node(options, home, jvm);
        node.start();
        awaitBare(node);
        return new Bed(node, true);
    }

    /** The node is live when Diamond is; Payara answers Diamond's resources with 500 while bare.war is still on its way. */
    private static void awaitBare(Node node) {
        InetSocketAddress address = address(node);
        Request hello = Request.withBody("PUT", BareWar.CONTEXT + "/mirror", new byte[] {'\n', '\n'});
        Awaitility.await("bare.war").atMost(Duration.ofMinutes(1)).until(() -> {
            try (Line line = new Line(address)) {
                return line.exchange(hello).status() == 204;
            }
        });
    }

    /** On a node that was started, and stays so when the bed is closed. */
    static Bed on(Node node) {
        return new Bed(node, false);
    }

    /** A server that is not started yet, its files in this folder. */
    static Node node(Options options, Path home, String... jvm) {
        NodeOptions with = NodeOptions.in(home).withJvm(jvm).withWar("bare", BareWar.in(home.getParent()));
        for (Map.Entry<String, String> setting : options.settings().entrySet()) {
            with = with.with(setting.getKey(), setting.getValue());
        }
        return switch (options.server()) {
            case "payara" -> Nodes.payara(with);
            case "wildfly" -> Nodes.wildfly(with);
            default -> throw new IllegalArgumentException("server: payara or wildfly");
        };
    }

    InetSocketAddress address() {
        return address;
    }

    long pid() {
        return node.pid();
    }

    /** A connection for setting things up; the caller's own for as long as nobody else uses it. */
    Line line() {
        return line;
    }

    /** The target of all requests for one configuration. */
    static String target(ConfigKey key) {
        return API + "/config?namespace=" + Line.escape(key.namespace()) + "&group=" + Line.escape(key.group())
                + "&dataId=" + Line.escape(key.dataId());
    }

    /** A publish. */
    static Request put(ConfigKey key, String content, String... headers) {
        return Request.withBody("PUT", target(key), content.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** Publishes and answers what a read then answers. */
    Answer publish(ConfigKey key, String content) {
        line.exchange(put(key, content)).require(200);
        return line.exchange(Request.of("GET", target(key))).require(200);
    }

    /** Makes the bare servlet answer as Diamond did: the same headers, the same bytes. */
    void mirror(Answer answer) {
        StringBuilder lines = new StringBuilder();
        for (String header : answer.headers()) {
            String name = header.substring(0, header.indexOf(':'));
            if (!isTheContainers(name)) {
                lines.append(header).append('\n');
            }
        }
        lines.append('\n').append(answer.text());
        byte[] body = lines.toString().getBytes(StandardCharsets.ISO_8859_1);
        line.exchange(Request.withBody("PUT", BareWar.CONTEXT + "/mirror", body))
                .require(204);
        Answer mirrored =
                line.exchange(Request.of("GET", BareWar.CONTEXT + "/mirror")).require(200);
        if (!mirrored.text().equals(answer.text())
                || mirrored.headers().size() != answer.headers().size()) {
            throw new IllegalStateException("not the same:\n" + answer.head() + "\nand\n" + mirrored.head());
        }
    }

    /** Headers that the container writes, or that the servlet API has a method for. */
    private static boolean isTheContainers(String name) {
        return switch (name.toLowerCase(java.util.Locale.ROOT)) {
            case "content-length", "content-type", "date", "connection", "server", "keep-alive", "x-powered-by" -> true;
            default -> false;
        };
    }

    /** The value of a metric without labels. */
    double metric(String name) {
        Answer answer = line.exchange(Request.of("GET", DIAMOND + "/metrics")).require(200);
        return answer.text()
                .lines()
                .filter(each -> each.startsWith(name + " "))
                .mapToDouble(each -> Double.parseDouble(each.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + ": no such metric in\n" + answer.text()));
    }

    @Override
    public void close() {
        line.close();
        if (owned) {
            node.close();
        }
    }
}
