/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** An application server in a process of its own, looked into with jcmd. Confined to one test. */
abstract class SampleServer implements AutoCloseable {

    static final Path WAR = Path.of(System.getProperty("sample.war"));

    private final Process process;
    private final int port;

    SampleServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    int port() {
        return port;
    }

    /** Returns once the application is deployed. */
    abstract void deploy() throws Exception;

    /** Returns once the application is gone. */
    abstract void undeploy() throws Exception;

    /** Lines of the thread dump that name a thread of the client. */
    List<String> clientThreads() {
        return jcmd("Thread.print")
                .filter(line -> line.startsWith("\"diamond-"))
                .toList();
    }

    /** One line for each class loader of the sample that a full collection leaves. */
    List<String> sampleClassLoaders() {
        jcmd("GC.run").forEach(line -> {});
        return jcmd("VM.classloaders", "show-classes=true")
                .filter(line -> line.endsWith(Greeting.Page.class.getName()))
                .toList();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }

    /** The JVM: the process itself, or the one that its start script made. */
    long jvm() {
        return process.descendants().map(ProcessHandle::pid).findFirst().orElse(process.pid());
    }

    static int freePort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path java(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool);
    }

    private Stream<String> jcmd(String... command) {
        try {
            Process jcmd = new ProcessBuilder(
                            Stream.concat(Stream.of(java("jcmd").toString(), Long.toString(jvm())), Stream.of(command))
                                    .toList())
                    .redirectErrorStream(true)
                    .start();
            return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
