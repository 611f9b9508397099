/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.edge;

import java.util.Locale;

/**
 * Every setting of the server: its name, unit, default, least value and effect. docs/settings.md is this table.
 *
 * <p>A value is taken from the system property of that name, else from the environment variable of that name in upper case
 * with {@code _} for each {@code .} and {@code -}, else it is the default.
 */
public enum Knob {
    DATA(
            "diamond.data",
            Unit.PATH,
            "${user.home}/.diamond/server",
            "",
            "Folder of the embedded database, the dump and the marks. One server each."),

    ACCESS(
            "diamond.access",
            Unit.TEXT,
            "closed",
            "",
            "closed: only who shows a token or a session comes in. open: everybody on this machine may do everything, and nobody"
                    + " else comes in."),

    PROXIES(
            "diamond.proxies",
            Unit.TEXT,
            "",
            "",
            "Networks, as 10.0.0.0/8, of proxies whose X-Forwarded-For is believed. Empty: nobody's is."),

    DATASOURCE_URL(
            "diamond.datasource.url", Unit.TEXT, "", "", "JDBC URL of MySQL. Empty: H2 in a file in the data folder."),
    DATASOURCE_USER("diamond.datasource.user", Unit.TEXT, "", "", "User at the database."),
    DATASOURCE_PASSWORD("diamond.datasource.password", Unit.TEXT, "", "", "Password at the database. Never shown."),
    DATASOURCE_JNDI(
            "diamond.datasource.jndi",
            Unit.TEXT,
            "",
            "",
            "JNDI name of a pool of the container, which makes the connections in place of the URL."),
    DATASOURCE_INIT(
            "diamond.datasource.init",
            Unit.TEXT,
            "",
            "",
            "SQL run on every new connection, parted by semicolons; on Galera SET SESSION wsrep_sync_wait = 1."),
    SCHEMA(
            "diamond.schema",
            Unit.TEXT,
            "apply",
            "",
            "apply: bring the schema up to date at start. check: only check it, for a user without DDL rights."),
    POOL("diamond.datasource.pool", Unit.COUNT, "32", "4", "Most connections to the database."),
    POOL_WAIT(
            "diamond.datasource.wait",
            Unit.DURATION,
            "2s",
            "250ms",
            "Longest wait for a connection; then a write answers 503."),

    CONTENT_MAX(
            "diamond.content.max", Unit.BYTES, "1MiB", "1KiB", "Largest content of one configuration, in UTF-8 bytes."),
    TRANSFER_MAX("diamond.transfer.max", Unit.BYTES, "256MiB", "64KiB", "Largest zip that is imported at once."),
    DATUM_MAX("diamond.datum.max", Unit.BYTES, "64KiB", "1", "Largest content of one datum, in UTF-8 bytes."),
    DATUMS("diamond.datum.count", Unit.COUNT, "10000", "1", "Most datums of one key."),
    AGGREGATE_MAX(
            "diamond.aggregate.max",
            Unit.BYTES,
            "10MiB",
            "1KiB",
            "Largest content merged from the datums of a key, in UTF-8 bytes."),
    AGGREGATE_WINDOW(
            "diamond.aggregate.window",
            Unit.DURATION,
            "100ms",
            "0s",
            "Least time between two merges of a key, by whichever node; changes of datums in it share one version."),
    QUOTA_KEYS(
            "diamond.quota.keys",
            Unit.COUNT,
            "0",
            "0",
            "Most keys of a namespace for which no quota was set. 0: any number. The same on all nodes."),
    QUOTA_BYTES(
            "diamond.quota.bytes",
            Unit.BYTES,
            "0",
            "0",
            "Most bytes of all contents of a namespace for which no quota was set. 0: any number. The same on all nodes."),
    SEARCH_TIMEOUT(
            "diamond.search.timeout",
            Unit.DURATION,
            "3s",
            "100ms",
            "Longest time of a search; then it answers 503 or says that it was cut."),

    CHECK_NETWORKS(
            "diamond.check.networks",
            Unit.TEXT,
            "",
            "",
            "Networks, as 10.0.0.0/8 or fd00::/8, separated by commas, in which this node may dial providers to find out"
                    + " whether they answer. Empty: it dials none. The same on all nodes."),
    CHECK_INTERVAL(
            "diamond.check.interval",
            Unit.DURATION,
            "5s",
            "100ms",
            "Pause between two checks of the providers of a key for which checks are on."),
    CHECK_TIMEOUT(
            "diamond.check.timeout",
            Unit.DURATION,
            "2s",
            "10ms",
            "Longest time in which a provider takes a connection."),
    CHECK_FAILURES(
            "diamond.check.failures",
            Unit.COUNT,
            "3",
            "1",
            "Failed checks in a row after which a provider is down; the first that succeeds puts it up again."),

    HISTORY_KEEP("diamond.history.keep", Unit.DURATION, "30d", "1h", "How long a replaced version stays in history."),
    HISTORY_LEAST(
            "diamond.history.least",
            Unit.COUNT,
            "10",
            "1",
            "Versions of a key that stay in history whatever their age."),

    AUDIT_KEY_FILE(
            "diamond.audit.key-file",
            Unit.PATH,
            "",
            "",
            "File of 32 to 4096 random bytes, mode 0600, the same on all nodes: with it whoever has only the database cannot"
                    + " forge the audit trail. To be set before the first change of a store."),
    AUDIT_SEAL(
            "diamond.audit.seal",
            Unit.DURATION,
            "2s",
            "100ms",
            "Period in which one node seals what is new in the audit trail."),
    AUDIT_KEEP(
            "diamond.audit.keep", Unit.DURATION, "180d", "1h", "How long an entry stays in the audit trail, at least."),

    DUMP_CACHE(
            "diamond.dump.cache",
            Unit.BYTES,
            "128MiB",
            "1MiB",
            "Memory for contents of the dump; larger ones are read from disk."),
    DUMP_CACHE_ENTRY("diamond.dump.cache-entry", Unit.BYTES, "64KiB", "0", "Largest content that is kept in memory."),
    SWEEP_DELTA(
            "diamond.sweep.delta",
            Unit.DURATION,
            "1s",
            "100ms",
            "Period of the sweeps over recently changed rows and unmerged datums."),
    SWEEP_OVERLAP(
            "diamond.sweep.overlap",
            Unit.DURATION,
            "30s",
            "5s",
            "How far back a delta sweep looks; longer than any transaction."),
    SWEEP_FULL(
            "diamond.sweep.full",
            Unit.DURATION,
            "60s",
            "1s",
            "Period of the sweep over all (id, version), up to 100,000 keys; it grows with their number."),
    DUMP_ALL("diamond.dump.all", Unit.DURATION, "6h", "1m", "Period of the sweep that compares every content."),

    WATCH_WAIT("diamond.watch.wait", Unit.DURATION, "30s", "0s", "How long a poll is held when it does not say."),
    WATCH_WAIT_MAX(
            "diamond.watch.wait-max",
            Unit.DURATION,
            "55s",
            "1s",
            "Longest hold of a poll; a longer wish is cut to it."),
    WATCH_POLLS("diamond.watch.polls", Unit.COUNT, "20000", "1", "Most polls held at once; beyond, 429."),
    WATCH_POLLS_CLIENT("diamond.watch.polls-client", Unit.COUNT, "16", "1", "Most polls of one client id at once."),
    WATCH_POLLS_ADDRESS(
            "diamond.watch.polls-address",
            Unit.COUNT,
            "20000",
            "1",
            "Most polls one address holds at once; beyond, 429."),
    MIN_VERSION_WAIT(
            "diamond.read.min-version-wait",
            Unit.DURATION,
            "2s",
            "0s",
            "How long a read with minVersion waits for a version that the database does not have yet either, eight at once."),

    EVENTS_STREAMS("diamond.events.streams", Unit.COUNT, "512", "0", "Most streams of events; 32 of a subject."),
    APPLICATION_WINDOW(
            "diamond.application.window",
            Unit.DURATION,
            "1m",
            "1s",
            "How far the time in a signature of an old client may be from this node's clock; each is good once in twice that."),

    RATE_READS("diamond.rate.reads", Unit.COUNT, "20000", "0", "Most reads a second of a subject, an address; 0: any."),
    RATE_POLLS("diamond.rate.polls", Unit.COUNT, "5000", "0", "The same for polls."),
    RATE_WRITES("diamond.rate.writes", Unit.COUNT, "2000", "0", "The same for changes; sign-ins have their own."),

    PASSWORD_LEAST("diamond.password.least", Unit.COUNT, "12", "8", "Shortest password, in characters."),
    PASSWORD_ITERATIONS(
            "diamond.password.iterations",
            Unit.COUNT,
            "600000",
            "1000",
            "Rounds of PBKDF2 with HMAC-SHA256 for a password; one hashed with fewer is hashed anew at the next sign-in."),
    SIGN_IN_RATE(
            "diamond.sign-in.rate",
            Unit.COUNT,
            "30",
            "1",
            "Most sign-ins from one address (of IPv6: from one /64) in a minute, at this node; beyond, 429."),
    SESSION_IDLE(
            "diamond.session.idle",
            Unit.DURATION,
            "30m",
            "1m",
            "How long a session lives without being used; it is noted in sixths of this time."),
    SESSION_MOST("diamond.session.most", Unit.DURATION, "12h", "1m", "How long a session lives at most."),
    ADMIN_PASSWORD_FILE(
            "diamond.admin.password-file",
            Unit.TEXT,
            "",
            "",
            "File with the password of the first user, admin, for an installation without a person. Empty: a secret is"
                    + " made, in initial-admin-secret in the data folder. Without effect once there is a user."),

    CLUSTER_ADDRESS(
            "diamond.cluster.address",
            Unit.TEXT,
            "",
            "",
            "Where other nodes and clients reach this node: host, host:port, :port or a base URL. Empty: asked of the"
                    + " container, else learnt from the first request."),
    CLUSTER_HEARTBEAT(
            "diamond.cluster.heartbeat",
            Unit.DURATION,
            "5s",
            "100ms",
            "Period in which a node says in the database that it lives, and looks who else does."),
    CLUSTER_EXPIRY(
            "diamond.cluster.expiry",
            Unit.DURATION,
            "20s",
            "300ms",
            "Silence after which a node leaves the list; at least three heartbeats. The same on all nodes."),
    CLUSTER_MEMBERS(
            "diamond.cluster.members",
            Unit.TEXT,
            "",
            "",
            "The nodes, by address, separated by commas, in place of those that heartbeats tell of."),
    CLUSTER_ADDRESS_URLS(
            "diamond.cluster.address-urls",
            Unit.TEXT,
            "",
            "",
            "URLs that hand out the list of nodes, asked in turn, in place of heartbeats; separated by commas."),
    TLS_TRUST_STORE(
            "diamond.tls.trust-store",
            Unit.TEXT,
            "",
            "",
            "File of certificates, PEM, PKCS12 or JKS, that this node trusts when it calls other nodes and address servers by"
                    + " https. Empty: whom the container trusts. Read at start."),
    TLS_TRUST_STORE_PASSWORD(
            "diamond.tls.trust-store.password",
            Unit.TEXT,
            "",
            "",
            "What opens that file; PEM needs none. Never shown."),
    TLS_KEY_STORE(
            "diamond.tls.key-store",
            Unit.TEXT,
            "",
            "",
            "File, PKCS12 or JKS, with the key and certificate that this node shows to others who ask for one. Empty: it shows"
                    + " none. The self-contained jar listens with it, too, at diamond.tls.port."),
    TLS_KEY_STORE_PASSWORD("diamond.tls.key-store.password", Unit.TEXT, "", "", "What opens that file. Never shown."),
    NOTIFY_QUEUE(
            "diamond.notify.queue",
            Unit.COUNT,
            "10000",
            "1",
            "Most changed keys that wait to be told to one other node; beyond, its sweep finds them.");

    /** What a value is written in. */
    enum Unit {
        TEXT,
        PATH,
        COUNT,
        BYTES,
        DURATION,
        FLAG
    }

    private final String key;
    private final Unit unit;
    private final String otherwise;
    private final String least;
    private final String effect;

    Knob(String key, Unit unit, String otherwise, String least, String effect) {
        this.key = key;
        this.unit = unit;
        this.otherwise = otherwise;
        this.least = least;
        this.effect = effect;
    }

    /** The name of the system property. */
    public String key() {
        return key;
    }

    /** The name of the environment variable. */
    public String environmentKey() {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    Unit unit() {
        return unit;
    }

    String otherwise() {
        return otherwise;
    }

    String least() {
        return least;
    }

    String effect() {
        return effect;
    }
}
