/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.store;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.diamondconfig.agent.reader.AgentReader;
import org.diamondconfig.agent.reader.StoredConfig;

/** Reads one value as often as it is told, and counts what is missing, torn, or older than what it saw before. */
public final class ReadMain {

    private static final List<String> WHOLE =
            IntStream.range(0, 26).mapToObj(Stores::large).toList();

    private ReadMain() {}

    public static void main(String[] arguments) throws Exception {
        int misses = 0;
        int torn = 0;
        int older = 0;
        long seen = 0;
        long last = 0;
        try (AgentReader reader = AgentReader.open(Path.of(arguments[0]), "main")) {
            if (!reader.isMapped()) {
                throw new IllegalStateException("not by LMDB");
            }
            for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
                StoredConfig found = reader.find(Stores.KEY).orElse(null);
                if (found == null) {
                    misses++;
                    continue;
                }
                torn += whole(found.content(), found.version()) ? 0 : 1;
                older += found.version() < last ? 1 : 0;
                seen += found.version() > last ? 1 : 0;
                last = found.version();
            }
        }
        System.out.println(
                "misses " + misses + " torn " + torn + " older " + older + (seen > 1 ? " moving" : " still"));
    }

    private static boolean whole(String content, long version) {
        return content.equals(WHOLE.get((int) (version % 26)));
    }
}
