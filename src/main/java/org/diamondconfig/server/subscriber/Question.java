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
 * @param counted of which of them it is asked how much they hold
 */
public record Question(Optional<ConfigKey> key, long version, String client, Among among, Counted counted) {

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

    /**
     * The clients whose keys are gone through one by one: those that are looked at.
     *
     * @param after they come behind this one in the order of clients; {@code ""} = from the first on
     * @param most so many of them
     */
    public record Counted(String after, int most) {

        /** All clients. */
        public static final Counted ALL = new Counted("", Integer.MAX_VALUE);
    }

    /** Who holds a key, and when it came to be at this version; 0 = any. */
    public static Question holders(ConfigKey key, long version) {
        return new Question(Optional.of(key), version, "", Among.ALL, Counted.ALL);
    }

    /** Which of these clients there are, and how much each holds. */
    public static Question clients(Among among) {
        return clients(among, Counted.ALL);
    }

    /** Which of these clients there are, and how much some of them hold. */
    public static Question clients(Among among, Counted counted) {
        return new Question(Optional.empty(), 0, "", among, counted);
    }

    /** This client, and all it holds. */
    public static Question client(String handle) {
        return new Question(Optional.empty(), 0, handle, Among.ALL, Counted.ALL);
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
                .field("label", among.label)
                .field("after", counted.after)
                .field("most", counted.most);
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
        Counted counted = json.has("most")
                ? new Counted(json.string("after"), Math.toIntExact(json.number("most")))
                : Counted.ALL;
        return new Question(key, json.number("version"), json.string("client"), among, counted);
    }
}
