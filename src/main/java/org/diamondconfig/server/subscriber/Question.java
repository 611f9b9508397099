/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.subscriber;

import java.util.Optional;
import java.util.function.Predicate;
import org.diamondconfig.server.edge.Glob;
import org.diamondconfig.server.publish.ChangeRequest;
import org.diamondconfig.server.subscriber.Sighting.Party;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;

/**
 * What is asked of each node. Immutable.
 *
 * @param key who holds it; empty = clients are asked for, whatever they hold
 * @param version of the key, of which it is asked when it changed; 0 = of none
 * @param client this one alone, with all it holds; {@code ""} = any
 * @param among which clients
 */
public record Question(Optional<ConfigKey> key, long version, String client, Among among) {

    /**
     * Which clients are meant; {@code ""} = whichever.
     *
     * @param app may have {@code *}
     * @param address may have {@code *}
     * @param label a name, or name=value
     */
    public record Among(String app, String address, String label) implements Predicate<Party> {

        /** All clients. */
        public static final Among ALL = new Among("", "", "");

        @Override
        public boolean test(Party party) {
            return matches(app, party.app())
                    && matches(address, party.address())
                    && (label.isEmpty()
                            || party.labels().stream()
                                    .anyMatch(pair -> pair.equals(label) || pair.startsWith(label + '=')));
        }

        private static boolean matches(String pattern, String text) {
            return pattern.isEmpty() || Glob.of(pattern).test(text);
        }
    }

    /** Who holds a key, and when it came to be at this version; 0 = any. */
    public static Question holders(ConfigKey key, long version) {
        return new Question(Optional.of(key), version, "", Among.ALL);
    }

    /** Which of these clients there are. */
    public static Question clients(Among among) {
        return new Question(Optional.empty(), 0, "", among);
    }

    /** This client, and all it holds. */
    public static Question client(String handle) {
        return new Question(Optional.empty(), 0, handle, Among.ALL);
    }

    /** Writes its fields. */
    public void write(JsonWriter json) {
        if (key.isPresent()) {
            ChangeRequest.writeKey(json.name("key").object(), key.get()).endObject();
        }
        json.field("version", version)
                .field("client", client)
                .field("app", among.app)
                .field("address", among.address)
                .field("label", among.label);
    }

    /**
     * What a node asks.
     *
     * @throws IllegalArgumentException if it has another form
     */
    public static Question read(JsonObject json) {
        Optional<ConfigKey> key =
                json.has("key") ? Optional.of(ChangeRequest.readKey(json.object("key"))) : Optional.empty();
        Among among = new Among(json.string("app"), json.string("address"), json.string("label"));
        return new Question(key, json.number("version"), json.string("client"), among);
    }
}
