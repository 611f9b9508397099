/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.diamondconfig.agent.reader.AgentReader;
import org.diamondconfig.agent.setup.AgentSetup;
import org.diamondconfig.agent.setup.SetupException;
import org.diamondconfig.agent.store.Stores;
import org.diamondconfig.client.test.FakeDiamond;

/** The folders of one host in a test, and an agent on them. */
final class Host {

    final Path folder;
    final Path store;
    final Path scripts;

    Host(Path folder) throws IOException {
        this.folder = folder;
        this.store = folder.resolve("store");
        this.scripts = Files.createDirectory(
                folder.resolve("scripts"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** An agent with one cluster, main. */
    Agent agent(FakeDiamond diamond, String lines) throws IOException, SetupException {
        return agent("[cluster main]\nservers = " + diamond.uri() + "\n" + lines);
    }

    Agent agent(String sections) throws IOException, SetupException {
        Path file = Files.writeString(
                folder.resolve("agent.conf"),
                "[agent]\nstore = " + store + "\nstate = " + folder.resolve("state") + "\n" + sections);
        return Agent.start(AgentSetup.read(file), file);
    }

    /** A script that the shell runs. */
    void script(String name, String text) throws IOException {
        Path script = Files.writeString(scripts.resolve(name), text);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rw-r--r--"));
    }

    /** Waits until there is something of the usual key. */
    static void awaitValue(Path store) {
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> {
            try (AgentReader reader = AgentReader.open(store, "main")) {
                return reader.get(Stores.KEY).isPresent();
            }
        });
    }

    /** The version of the usual key that the store holds now. */
    static long version(Path store) throws IOException {
        try (AgentReader reader = AgentReader.open(store, "main")) {
            return reader.find(Stores.KEY).orElseThrow().version();
        }
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    String read(String name) throws IOException {
        Path file = file(name);
        return Files.exists(file) ? Files.readString(file).strip() : "";
    }
}
