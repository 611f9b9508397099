/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a container sees when applications with the client go: no thread and no class loader stays, not even one. */
class RedeployIT {

    private static final int APPLICATIONS = 3;
    private static final int ROUNDS = 20;
    private static final long A_SECOND_MILLIS = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path home;

    private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();

    @Test
    void nothingStaysAfterClose() throws Exception {
        List<WeakReference<ClassLoader>> applications = new ArrayList<>();
        try (OneConfigServer server = new OneConfigServer()) {
            for (int i = 0; i < APPLICATIONS; i++) {
                applications.add(useAndClose(server.address()));
                awaitEnd("diamond-");
            }

            System.gc(); // the HTTP clients, for which their selectors look every three seconds
            awaitEnd("HttpClient-");
            assertThat(collectedOf(applications)).isEqualTo(APPLICATIONS);
        }
    }

    /** In a method of its own: a frame that names a thread, even one that has ended, keeps its context class loader. */
    private static void awaitEnd(String prefix) throws InterruptedException {
        for (Thread thread : threads(prefix)) {
            thread.join(PATIENCE.toMillis());
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    /** How many class loaders go within some collections; the first ones may only end what a loader waits for. */
    private int collectedOf(List<WeakReference<ClassLoader>> applications) throws InterruptedException {
        int gone = 0;
        for (int round = 0; round < ROUNDS && gone < applications.size(); round++) {
            System.gc();
            while (collected.remove(A_SECOND_MILLIS) != null) {
                gone++;
            }
        }
        return gone;
    }

    /** As a container does it: a loader of the application's own, which is the thread's context while it starts. */
    private WeakReference<ClassLoader> useAndClose(String address) throws ReflectiveOperationException, IOException {
        URL[] classPath = {
            Path.of(System.getProperty("client.jar")).toUri().toURL(),
            Path.of("target/test-classes").toUri().toURL()
        };
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader application = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(application);
            Class.forName("org.diamondconfig.client.RedeployedApplication", true, application)
                    .getMethod("run", String.class, String.class)
                    .invoke(null, address, home.toString());
            return new WeakReference<>(application, collected);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static List<Thread> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .toList();
    }
}
