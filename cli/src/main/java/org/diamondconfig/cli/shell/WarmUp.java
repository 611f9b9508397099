/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.shell;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Does what a {@code get} does, with a server of its own, so that the launcher can have the JVM keep the classes of it. */
@Command(name = "warm-up", hidden = true, description = "For the launcher: load what get needs.")
public final class WarmUp implements Callable<Integer> {

    private static final byte[] ANSWER = String.join(
                    "\r\n",
                    "HTTP/1.1 200 OK",
                    "Content-Length: 0",
                    "Diamond-Epoch: 1-x",
                    "Diamond-Version: 1",
                    "Diamond-Md5: d41d8cd98f00b204e9800998ecf8427e",
                    "Connection: close",
                    "",
                    "")
            .getBytes(StandardCharsets.US_ASCII);

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> answer(server), "diamond-warm-up");
            thread.setDaemon(true);
            thread.start();
            CommandLine whole = spec.root().commandLine();
            return whole.execute("get", "warm-up", "--server", "127.0.0.1:" + server.getLocalPort(), "--token", "none");
        }
    }

    private static void answer(ServerSocket server) {
        try (Socket socket = server.accept()) {
            InputStream in = socket.getInputStream();
            int ends = 0;
            for (int c = in.read(); c >= 0 && ends < 4; c = ends < 4 ? in.read() : c) {
                ends = c == '\r' || c == '\n' ? ends + 1 : 0;
                if (ends == 4) {
                    break;
                }
            }
            socket.getOutputStream().write(ANSWER);
        } catch (IOException e) {
            // Then a class less is kept.
        }
    }
}
