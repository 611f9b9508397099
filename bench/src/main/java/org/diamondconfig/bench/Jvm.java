/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What can be seen of a Java process from outside: its live heap and its resident memory. */
final class Jvm {

    private Jvm() {}

    /** Bytes of live objects, after a full collection. */
    static long liveHeap(long pid) {
        String total = lines(pid, "GC.class_histogram")
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("jcmd printed no total"));
        List<String> columns = List.of(total.strip().split("\\s+", -1));
        return Long.parseLong(columns.get(2));
    }

    /** Resident memory in bytes. */
    static long resident(long pid) {
        try (Stream<String> status = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            String line =
                    status.filter(each -> each.startsWith("VmRSS:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(long pid, String command) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
                    .redirectErrorStream(true)
                    .start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return printed.lines();
        } catch (IOException e) {
            throw new UncheckedIOException(jcmd + ": cannot run", e);
        }
    }
}
