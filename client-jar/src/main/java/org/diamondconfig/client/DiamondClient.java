/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.diamondconfig.client.ClientSettings.Setting;
import org.diamondconfig.client.DiamondException.Call;
import org.diamondconfig.client.children.Child;
import org.diamondconfig.client.children.Children;
import org.diamondconfig.client.children.ChildrenChange;
import org.diamondconfig.client.children.PrefixListener;
import org.diamondconfig.client.internal.Engine;
import org.diamondconfig.client.internal.Health;
import org.diamondconfig.client.internal.Held;
import org.diamondconfig.client.internal.Tuning;
import org.diamondconfig.client.internal.Writes;
import org.diamondconfig.client.internal.children.Branches;
import org.diamondconfig.client.internal.children.ChildSet;
import org.diamondconfig.client.internal.edge.HttpTransport;
import org.diamondconfig.client.internal.edge.SystemTiming;
import org.diamondconfig.client.provider.Provider;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;
import org.diamondconfig.wire.JsonObject;

/**
 * A connection to Diamond: reads, listens, publishes. Thread-safe; an application makes one and closes it at its end.
 *
 * <pre>{@code
 * try (DiamondClient diamond = DiamondClient.builder().servers("config1:8080,config2:8080").build()) {
 *     ConfigKey key = ConfigKey.of("shop", "prices.yaml");
 *     diamond.listen(key, config -> prices.reload(config.content()));
 *     String now = diamond.get(key).map(Config::content).orElse("");
 * }
 * }</pre>
 *
 * <p>A value comes from the failover file, else from a server, else from the snapshot. It never goes back to an older version
 * than this client, or an earlier one with the same home, has given; the failover file, a person's word, excepted.
 */
public final class DiamondClient implements AutoCloseable {

    private final Engine<Config> engine;
    private final Branches branches;
    private final Writes writes;
    private final Tuning tuning;

    private DiamondClient(ClientSettings settings) {
        this.tuning = settings.tuning();
        byte[] id = new byte[16];
        new SecureRandom().nextBytes(id);
        String version = Optional.ofNullable(DiamondClient.class.getPackage().getImplementationVersion())
                .orElse("dev");
        String identity = "id=" + HexFormat.of().formatHex(id) + "; app=" + word(tuning.app()) + "; v=" + word(version);
        HttpTransport transport = new HttpTransport(
                settings.duration(Setting.CONNECT_TIMEOUT), tuning.limits().body(), settings.tls());
        this.engine = new Engine<>(tuning, transport, new SystemTiming(), identity, DiamondClient::view);
        this.branches = new Branches(engine, tuning.home().resolve("children"));
        this.writes = new Writes(engine.gateway());
    }

    private static String word(String text) {
        return text.replaceAll("[^A-Za-z0-9_.:-]", "_");
    }

    private static Optional<Config> view(Held held) {
        return held.present() ? Optional.of(config(held)) : Optional.empty();
    }

    private static Config config(Held held) {
        Source source = Source.valueOf(held.origin().name());
        return new Config(held.key(), held.version(), held.md5(), held.type(), held.content(), source);
    }

    /** A client to be. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The configuration now; empty if the key is absent. The first get of a key asks a server, at most for
     * {@code diamond.call.timeout}, and subscribes it; every later one is a look-up in memory.
     *
     * @throws DiamondException if nothing is known of the key: no server answers and there is no snapshot
     */
    public Optional<Config> get(ConfigKey key) {
        try {
            return engine.get(key);
        } catch (IOException e) {
            throw DiamondException.of(key, e);
        } catch (InterruptedException e) {
            throw DiamondException.of(key, e);
        }
    }

    /** The configuration of the public namespace; keep a {@link ConfigKey} where it is read often. */
    public Optional<Config> get(String group, String dataId) {
        return get(ConfigKey.of(group, dataId));
    }

    /**
     * The configuration as the database has it, past memory, failover file and snapshot; empty if the key is absent. Blocks, and
     * does not subscribe the key.
     *
     * @throws DiamondException if no server answers that can ask the database
     */
    public Optional<Config> stored(ConfigKey key) {
        return call(key, () -> view(engine.stored(key)));
    }

    /** Calls the listener on a thread of the client. Does not block. */
    public Subscription listen(ConfigKey key, ConfigListener listener) {
        return listen(key, listener, Optional.empty());
    }

    /** Calls the listener on this executor. Does not block. */
    public Subscription listen(ConfigKey key, ConfigListener listener, Executor executor) {
        return listen(key, listener, Optional.of(executor));
    }

    private Subscription listen(ConfigKey key, ConfigListener listener, Optional<Executor> executor) {
        String name = listener.getClass().getName();
        return engine.listen(key, held -> listener.onChange(config(held)), name, executor)::run;
    }

    /** Tells which properties were added, removed and changed. Does not block. */
    public PropertiesView listenProperties(ConfigKey key, PropertiesListener listener) {
        PropertiesView view = new PropertiesView(listener);
        view.opened(listen(key, view::take));
        return view;
    }

    /**
     * What is below a prefix now, however deep: from a server, from memory if it is listened to, else as it was last known to
     * this machine. Blocks.
     *
     * @throws DiamondException if nothing is known of it: no server answers and there is no snapshot
     */
    public Children children(Prefix prefix, Children.Want want) {
        return call(prefix, () -> view(branches.now(prefix, ChildSet.Want.valueOf(want.name()))));
    }

    /** Calls the listener on a thread of the client when keys below the prefix come, change and go. Does not block. */
    public Subscription listenPrefix(Prefix prefix, Children.Want want, PrefixListener listener) {
        return listenPrefix(prefix, want, listener, Optional.empty());
    }

    /** Calls the listener on this executor. Does not block. */
    public Subscription listenPrefix(Prefix prefix, Children.Want want, PrefixListener listener, Executor executor) {
        return listenPrefix(prefix, want, listener, Optional.of(executor));
    }

    private Subscription listenPrefix(
            Prefix prefix, Children.Want want, PrefixListener listener, Optional<Executor> executor) {
        AtomicReference<Children> told = new AtomicReference<>();
        Consumer<ChildSet> telling = set -> {
            Children now = view(set);
            listener.onChange(ChildrenChange.between(Optional.ofNullable(told.getAndSet(now)), now));
        };
        return branches.listen(prefix, want.name(), telling, listener.getClass().getName(), executor)::run;
    }

    private static Children view(ChildSet set) {
        List<Child> all = new ArrayList<>();
        set.children()
                .forEach((dataId, child) -> all.add(
                        new Child(set.key(dataId), child.version(), child.md5(), child.type(), child.content())));
        return new Children(set.prefix(), all, set.fromSnapshot());
    }

    /** The configuration as properties, read at once like {@link #get} and kept current. */
    public PropertiesView properties(ConfigKey key) {
        PropertiesView view = new PropertiesView(change -> {});
        get(key).ifPresent(view::take);
        view.opened(listen(key, view::take));
        return view;
    }

    /**
     * Writes the content, whatever is there. Blocks. Sent again to another server, under one idempotency key, if the first gives
     * no answer.
     *
     * @throws DiamondException if it was refused, or it is not known whether it happened
     */
    public Published publish(ConfigKey key, String content) {
        return written(
                key,
                () -> writes.publish(
                        key, content, Writes.ANY_VERSION, engine.health().epoch()));
    }

    /**
     * Writes the content if the key is at this version; 0 = if it does not exist. Blocks.
     *
     * @throws DiamondException with status 412 if it is at another one, and as {@link #publish} does
     */
    public Published publishIf(ConfigKey key, String content, long expectedVersion) {
        return written(
                key,
                () -> writes.publish(
                        key, content, expectedVersion, engine.health().epoch()));
    }

    /**
     * Removes the key. Blocks.
     *
     * @return false if there was none
     * @throws DiamondException as {@link #publish} does
     */
    public boolean remove(ConfigKey key) {
        return call(key, () -> {
            Optional<Held> removed = writes.remove(key);
            removed.ifPresent(engine::learn);
            return removed.isPresent();
        });
    }

    /**
     * Writes one datum of a key that is merged from datums; the first one makes the key. Blocks. The content of the key is all
     * its datums in the byte order of their ids, joined by CRLF, soon after.
     *
     * @param datumId any text up to 250 characters
     * @throws DiamondException with status 409 if the key was published as a whole, and as {@link #publish} does
     */
    public DatumPublished publishDatum(ConfigKey key, String datumId, String content) {
        return call(key, () -> {
            JsonObject answer = writes.publishDatum(key, datumId, content);
            return new DatumPublished(key, datumId, answer.number("datumVersion"), answer.number("dirty"));
        });
    }

    /**
     * Removes one datum; with the last one the key goes. Blocks.
     *
     * @return false if there was none
     * @throws DiamondException as {@link #publishDatum} does
     */
    public boolean removeDatum(ConfigKey key, String datumId) {
        return call(key, () -> writes.removeDatum(key, datumId));
    }

    /** Removes all datums of a key, and so the key; false if there were none. Blocks, and throws as above. */
    public boolean removeAllDatums(ConfigKey key) {
        return call(key, () -> writes.removeAllDatums(key));
    }

    /**
     * All datums of a key, with their contents; none if the key is absent. Blocks. Datums that change while they are read may be
     * told as they were or as they are.
     *
     * @throws DiamondException if no server answers, or the key was published as a whole
     */
    public List<Datum> datums(ConfigKey key) {
        return call(key, () -> writes.datums(key).stream().map(Datum::told).toList());
    }

    /**
     * The datums of a key as providers of a service: those that are up, or all with their states; none if the key is absent.
     * Blocks.
     *
     * @throws DiamondException if no server answers, or the key was published as a whole
     */
    public List<Provider> providers(ConfigKey key, Provider.States states) {
        return call(
                key,
                () -> writes.providers(key, states.name()).stream()
                        .map(DiamondClient::provider)
                        .toList());
    }

    /** One of the providers that are up, each as likely as any other; empty if none is. Blocks, and throws as above. */
    public Optional<Provider> provider(ConfigKey key) {
        return call(key, () -> writes.provider(key).map(DiamondClient::provider));
    }

    /**
     * Sets the state of one provider. Blocks.
     *
     * @return whether it was another before
     * @throws DiamondException with status 404 if there is no such datum, and as {@link #publishDatum} does
     */
    public boolean setState(ConfigKey key, String datumId, Provider.State state) {
        return call(key, () -> writes.setState(key, datumId, state.name()).flag("changed", true));
    }

    private static Provider provider(JsonObject told) {
        return new Provider(
                told.string("datumId"),
                told.string("content"),
                Provider.State.valueOf(told.string("state").toUpperCase(Locale.ROOT)),
                told.number("stateVersion"));
    }

    /**
     * The newest lines of the key's history, newest first. Blocks.
     *
     * @throws DiamondException if no server answers, or it was refused
     */
    public List<Revision> history(ConfigKey key) {
        return call(key, () -> writes.history(key).stream().map(Revision::told).toList());
    }

    private Published written(ConfigKey key, Call<Held> write) {
        return call(key, () -> {
            Held held = write.make();
            engine.learn(held);
            return new Published(key, held.version(), held.md5());
        });
    }

    private static <T> T call(Record key, Call<T> call) {
        return DiamondException.made(key, call);
    }

    /**
     * Says to servers what came of a version that a listener was told, the end of a script say: with the next poll, in at most 100
     * characters. Of a key that nobody listens to, or a value that is old by now, nothing is said. Does not block.
     */
    public void followed(ConfigKey key, long version, String outcome) {
        engine.followed(key, version, String.valueOf(outcome));
    }

    /** The same of a version that a listener was told and that came to nothing here, and why; nobody's call throws for it. */
    public void failed(ConfigKey key, long version, String reason) {
        engine.failed(key, version, String.valueOf(reason));
    }

    /** Says these numbers to servers with each poll, asked for on its thread: at most 8, none negative, names of a-z, 0-9 and -. */
    public void counting(Supplier<Map<String, Long>> counters) {
        engine.counting(counters);
    }

    /** How the client is now. */
    public ClientStatus status() {
        Health health = engine.health();
        return new ClientStatus(
                ClientState.valueOf(health.state().name()),
                health.server(),
                engine.servers(),
                engine.keys().size(),
                tuning.home().resolve("snapshot"),
                tuning.home().resolve("failover"),
                health.lastError());
    }

    /** Ends every thread and waits for them, a few seconds at most. Values already read stay readable. Harmless if repeated. */
    @Override
    public void close() {
        engine.close();
    }

    /** The settings of a client to be. Confined to one thread. */
    public static final class Builder {

        private final Map<Setting, String> told = new EnumMap<>(Setting.class);

        private Builder() {}

        /** The servers, separated by commas: base URLs, or {@code host[:port]} for {@code http://host:port/diamond-server}. */
        public Builder servers(String servers) {
            return with(Setting.SERVERS, servers);
        }

        /** The folder of snapshots and failover files. */
        public Builder home(java.nio.file.Path home) {
            return with(Setting.HOME, home.toString());
        }

        /** The application's name, for the servers' logs. */
        public Builder app(String name) {
            return with(Setting.APP, name);
        }

        /** Any setting, as it would be written in a system property. */
        public Builder with(Setting setting, String value) {
            told.put(setting, value);
            return this;
        }

        /**
         * The client; it asks no server before the first get or listen.
         *
         * @throws IllegalArgumentException if a setting is refused; the message names it
         */
        public DiamondClient build() {
            return new DiamondClient(ClientSettings.resolve(told));
        }
    }
}
