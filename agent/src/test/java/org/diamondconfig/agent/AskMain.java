/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.diamondconfig.agent.reader.AgentReader;
import org.diamondconfig.agent.reader.StoredConfig;
import org.diamondconfig.agent.store.Stores;

/** A reader that stays: for each line that comes it reads one key and prints what is there. */
public final class AskMain {

    private AskMain() {}

    public static void main(String[] arguments) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (AgentReader reader = AgentReader.open(Path.of(arguments[0]), "main")) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String found =
                        reader.find(Stores.KEY).map(StoredConfig::content).orElse("(unknown)");
                System.out.println((reader.isMapped() ? "mapped " : "files ") + found);
            }
        }
    }
}
