/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a {@link Node} is started. Immutable.
 *
 * @param home folder of the node alone: {@code data/}, {@code server.log} and the container's own files
 * @param settings Diamond's settings by name, {@code diamond.*}; unless given {@code diamond.data} is {@code home/data},
 *     {@code diamond.access} open, and there is no limit of requests, since all come from one address
 * @param jvm further arguments of the JVM
 * @param wars further web applications by context name, deployed beside Diamond
 * @param port where it listens on the loopback; 0: wherever there is room
 * @param environment variables of the process beside those of this one
 * @param tuned whether the container's listener is set up as server-config documents it, or left as it comes (loopback only)
 * @param tls who signed the certificate by which it listens for TLS alone; empty: it listens for plain HTTP alone
 */
public record NodeOptions(
        Path home,
        Map<String, String> settings,
        List<String> jvm,
        Map<String, Path> wars,
        int port,
        Map<String, String> environment,
        boolean tuned,
        Optional<Authority> tls) {

    /** What is set unless it is given. */
    private static final Map<String, String> OTHERWISE = Map.of(
            "diamond.access", "open", "diamond.rate.reads", "0", "diamond.rate.polls", "0", "diamond.rate.writes", "0");

    public NodeOptions {
        home = home.toAbsolutePath().normalize();
        settings = Map.copyOf(settings);
        jvm = List.copyOf(jvm);
        wars = Map.copyOf(wars);
        environment = Map.copyOf(environment);
    }

    /** A tuned node with default settings, its files below this folder. */
    public static NodeOptions in(Path home) {
        return new NodeOptions(home, Map.of(), List.of(), Map.of(), 0, Map.of(), true, Optional.empty());
    }

    /** With this setting. */
    public NodeOptions with(String setting, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(setting, value);
        return new NodeOptions(home, more, jvm, wars, port, environment, tuned, tls);
    }

    /** With these arguments of the JVM behind those it has. */
    public NodeOptions withJvm(String... arguments) {
        List<String> more = new ArrayList<>(jvm);
        more.addAll(List.of(arguments));
        return new NodeOptions(home, settings, more, wars, port, environment, tuned, tls);
    }

    /** With this web application at {@code /<name>}. */
    public NodeOptions withWar(String name, Path war) {
        Map<String, Path> more = new HashMap<>(wars);
        more.put(name, war.toAbsolutePath());
        return new NodeOptions(home, settings, jvm, more, port, environment, tuned, tls);
    }

    /** Listening at this port of the loopback. */
    NodeOptions at(int fixed) {
        return new NodeOptions(home, settings, jvm, wars, fixed, environment, tuned, tls);
    }

    /** With these variables in the environment of its process. */
    public NodeOptions withEnvironment(Map<String, String> variables) {
        Map<String, String> more = new HashMap<>(environment);
        more.putAll(variables);
        return new NodeOptions(home, settings, jvm, wars, port, more, tuned, tls);
    }

    /** With the container's listener as it comes. */
    public NodeOptions untuned() {
        return new NodeOptions(home, settings, jvm, wars, port, environment, false, tls);
    }

    /** Listening for TLS alone, with a certificate of this authority, which it trusts in others. */
    public NodeOptions over(Authority authority) {
        NodeOptions secured = with("diamond.tls.trust-store", authority.pem().toString())
                .withEnvironment(
                        Map.of("TLS_KEYSTORE", authority.keyStore().toString(), "TLS_PASSWORD", Authority.PASSWORD));
        return new NodeOptions(
                home, secured.settings, jvm, wars, port, secured.environment, tuned, Optional.of(authority));
    }

    /** Quick to start and small: for tests, never for measuring. */
    public NodeOptions light() {
        return withJvm("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m");
    }

    Path data() {
        return settings.containsKey("diamond.data") ? Path.of(settings.get("diamond.data")) : home.resolve("data");
    }

    /** The arguments every container takes before its own: the JVM's, and each setting as a system property. */
    List<String> javaArguments() {
        List<String> arguments = new ArrayList<>(jvm);
        arguments.add("-Djava.awt.headless=true");
        arguments.add("-Djava.net.preferIPv4Stack=true");
        arguments.add("-Djava.io.tmpdir=" + home.resolve("tmp"));
        OTHERWISE.forEach((name, value) -> {
            if (!settings.containsKey(name)) {
                arguments.add("-D" + name + "=" + value);
            }
        });
        settings.forEach((name, value) -> arguments.add("-D" + name + "=" + value));
        if (!settings.containsKey("diamond.data")) {
            arguments.add("-Ddiamond.data=" + data());
        }
        return arguments;
    }
}
