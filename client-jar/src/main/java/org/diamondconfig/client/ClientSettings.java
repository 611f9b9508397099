/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.diamondconfig.client.internal.ServerList;
import org.diamondconfig.client.internal.Tuning;
import org.diamondconfig.client.internal.edge.Credential;
import org.diamondconfig.wire.tls.StoreFile;
import org.diamondconfig.wire.tls.Tls;

/**
 * Every setting of a client. Each is taken from the builder, else from the system property of its name, else from the
 * environment ({@code diamond.tls.trust-store} is {@code DIAMOND_TLS_TRUST_STORE}), else it is the default. Immutable.
 */
public final class ClientSettings {

    /** One setting: its name, unit, default, minimum and effect. Durations are written 500ms, 30s or 5m. */
    public enum Setting {
        SERVERS("diamond.servers", "list", "127.0.0.1:8080", "", "the servers: base URLs or host[:port]"),
        ADDRESS_URLS("diamond.address.urls", "list", "", "", "URLs that answer a list of servers, /namesrv/addrs say"),
        HOME("diamond.home", "path", "${user.home}/.diamond", "", "the folder of snapshots and failover files"),
        TOKEN("diamond.token", "text", "", "", "the token that servers are shown; never told"),
        TOKEN_FILE("diamond.token.file", "path", "", "", "a file with the token, read again when it is refused"),
        TLS_TRUST_STORE(
                "diamond.tls.trust-store",
                "path",
                "",
                "",
                "certificates to trust, PEM, PKCS12 or JKS; none: the JVM's"),
        TLS_TRUST_STORE_PASSWORD(
                "diamond.tls.trust-store.password", "text", "", "", "what opens that file; PEM needs none"),
        TLS_TRUST_STORE_PASSWORD_FILE(
                "diamond.tls.trust-store.password-file", "path", "", "", "a file with that password"),
        TLS_KEY_STORE("diamond.tls.key-store", "path", "", "", "the client's own key and certificate, PKCS12 or JKS"),
        TLS_KEY_STORE_PASSWORD("diamond.tls.key-store.password", "text", "", "", "what opens that file; never told"),
        TLS_KEY_STORE_PASSWORD_FILE("diamond.tls.key-store.password-file", "path", "", "", "a file with that password"),
        APP("diamond.app", "text", "", "", "the application's name, for the servers' logs"),
        CALL_TIMEOUT("diamond.call.timeout", "duration", "3s", "100ms", "the longest time of one call or first get"),
        CONNECT_TIMEOUT("diamond.connect.timeout", "duration", "1s", "50ms", "the longest time to connect"),
        POLL_HOLD("diamond.poll.hold", "duration", "30s", "1s", "how long a server may hold a poll; it allows 55s"),
        POLLING_ONLY("diamond.polling.only", "flag", "false", "", "true: no poll is held, changes come by comparison"),
        COMPARE(
                "diamond.compare.interval",
                "duration",
                "60s",
                "1s",
                "everything is plainly compared within it, if that takes less than a tenth of it"),
        REFRESH("diamond.servers.refresh", "duration", "30s", "1s", "between two askings for the list of servers"),
        FAILOVER("diamond.failover.interval", "duration", "250ms", "50ms", "between two looks at the failover files"),
        RETRY_CAP("diamond.retry.cap", "duration", "30s", "1s", "the longest pause between two tries"),
        SUBSCRIPTIONS("diamond.subscriptions.max", "keys", "10000", "0", "most keys that a get subscribes"),
        BODY("diamond.body.max", "bytes", "16777216", "1048576", "the largest answer taken");

        private final String key;
        private final String unit;
        private final String otherwise;
        private final String minimum;
        private final String effect;

        Setting(String key, String unit, String otherwise, String minimum, String effect) {
            this.key = key;
            this.unit = unit;
            this.otherwise = otherwise;
            this.minimum = minimum;
            this.effect = effect;
        }

        /** The name of the system property. */
        public String key() {
            return key;
        }

        /** The row of the table in the documents. */
        public String row() {
            return "| `" + key + "` | " + unit + " | " + (otherwise.isEmpty() ? "" : "`" + otherwise + "`") + " | "
                    + minimum + " | " + effect + " |";
        }
    }

    private final Map<Setting, String> values;
    private final String userHome;

    private ClientSettings(Map<Setting, String> values, String userHome) {
        this.values = values;
        this.userHome = userHome;
    }

    /** The settings of this process under what a builder was told. */
    static ClientSettings resolve(Map<Setting, String> told) {
        return resolve(told, System::getProperty, System::getenv);
    }

    /** The settings under what was told, for tools that are built on the client: by these properties and this environment. */
    public static ClientSettings resolve(
            Map<Setting, String> told, UnaryOperator<String> properties, UnaryOperator<String> environment) {
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            String variable =
                    setting.key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
            values.put(
                    setting,
                    Optional.ofNullable(told.get(setting))
                            .or(() -> Optional.ofNullable(properties.apply(setting.key)))
                            .or(() -> Optional.ofNullable(environment.apply(variable)))
                            .orElse(setting.otherwise)
                            .strip());
        }
        return new ClientSettings(
                values, Optional.ofNullable(properties.apply("user.home")).orElse("."));
    }

    /** The value in force, as text. */
    public String text(Setting setting) {
        return values.get(setting);
    }

    /** The value in force of a duration. */
    public Duration duration(Setting setting) {
        Duration value = parse(setting, text(setting));
        Duration minimum = parse(setting, setting.minimum);
        if (value.compareTo(minimum) < 0) {
            throw refused(setting, "at least " + setting.minimum);
        }
        return value;
    }

    /** The value in force of a number. */
    public int count(Setting setting) {
        int value;
        try {
            value = Integer.parseInt(text(setting));
        } catch (NumberFormatException e) {
            throw refused(setting, "a number of " + setting.unit + " expected");
        }
        if (value < Integer.parseInt(setting.minimum)) {
            throw refused(setting, "at least " + setting.minimum);
        }
        return value;
    }

    /** The value in force of a flag. */
    public boolean flag(Setting setting) {
        return switch (text(setting)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refused(setting, "true or false expected");
        };
    }

    /** The folder of all files. */
    public Path home() {
        return Path.of(text(Setting.HOME).replace("${user.home}", userHome)).toAbsolutePath();
    }

    /**
     * All of them as the client's own parts take them.
     *
     * @throws IllegalArgumentException if one is refused; the message names it
     */
    public Tuning tuning() {
        List<URI> urls = text(Setting.ADDRESS_URLS).isEmpty()
                ? List.of()
                : Arrays.stream(text(Setting.ADDRESS_URLS).split("[,\\s]+"))
                        .map(ServerList::url)
                        .toList();
        boolean named = !text(Setting.SERVERS).equals(Setting.SERVERS.otherwise);
        List<URI> servers = urls.isEmpty() || named ? ServerList.parse(text(Setting.SERVERS)) : List.of();
        return new Tuning(
                servers,
                urls,
                home(),
                text(Setting.APP),
                credential(),
                new Tuning.Limits(count(Setting.SUBSCRIPTIONS), count(Setting.BODY), flag(Setting.POLLING_ONLY)),
                new Tuning.Times(
                        duration(Setting.CALL_TIMEOUT),
                        duration(Setting.POLL_HOLD),
                        duration(Setting.COMPARE),
                        duration(Setting.REFRESH),
                        duration(Setting.FAILOVER),
                        duration(Setting.RETRY_CAP)));
    }

    /** How servers are connected to by TLS; the files are read here and not again. */
    public Tls tls() {
        return Tls.of(
                store(Setting.TLS_TRUST_STORE, Setting.TLS_TRUST_STORE_PASSWORD, Setting.TLS_TRUST_STORE_PASSWORD_FILE),
                store(Setting.TLS_KEY_STORE, Setting.TLS_KEY_STORE_PASSWORD, Setting.TLS_KEY_STORE_PASSWORD_FILE));
    }

    private Optional<StoreFile> store(Setting file, Setting password, Setting passwordFile) {
        return StoreFile.of(file.key, text(file), text(password), text(passwordFile));
    }

    private Credential credential() {
        if (text(Setting.TOKEN_FILE).isEmpty()) {
            return Credential.of(token());
        }
        if (!text(Setting.TOKEN).isEmpty()) {
            throw refused(Setting.TOKEN_FILE, "not together with " + Setting.TOKEN.key);
        }
        return Credential.in(Path.of(text(Setting.TOKEN_FILE)));
    }

    private String token() {
        if (!Credential.isToken(text(Setting.TOKEN))) {
            throw refused(Setting.TOKEN, "visible ASCII characters expected");
        }
        return text(Setting.TOKEN);
    }

    private static Duration parse(Setting setting, String text) {
        String digits = text.replaceFirst("(ms|s|m)$", "");
        if (!digits.matches("[0-9]{1,9}") || digits.equals(text)) {
            throw refused(setting, "a duration like 500ms, 30s or 5m expected");
        }
        long number = Long.parseLong(digits);
        return switch (text.substring(digits.length())) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
    }

    private static IllegalArgumentException refused(Setting setting, String expected) {
        return new IllegalArgumentException(setting.key + ": " + expected);
    }
}
