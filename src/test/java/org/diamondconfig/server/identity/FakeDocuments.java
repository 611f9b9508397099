/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.identity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.diamondconfig.server.document.Documents;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.problem.PreconditionFailed;
import org.diamondconfig.server.problem.Unavailable;

/**
 * One node's copy of the documents over a database in memory that several share. A change by another node arrives when the test
 * lets it, or when it is waited for. Thread-safe.
 */
final class FakeDocuments implements Documents {

    /** What all nodes write to, and what each of them sees at once if it is the one that wrote. */
    static final class Store {

        private final Map<String, Document> rows = new ConcurrentHashMap<>();
        private final List<FakeDocuments> nodes = new ArrayList<>();
        private boolean down;
        private Runnable beforeASession = () -> {};

        /** Runs this once, right before the next session is written. */
        void beforeASession(Runnable act) {
            beforeASession = act;
        }

        FakeDocuments node() {
            FakeDocuments node = new FakeDocuments(this);
            node.catchUp();
            nodes.add(node);
            return node;
        }

        void goDown() {
            down = true;
        }

        void comeBack() {
            down = false;
        }

        /** All nodes hear of all changes. */
        void tellAll() {
            nodes.forEach(FakeDocuments::catchUp);
        }

        synchronized Document put(Document document, long expected) {
            requireUp();
            Document there = rows.get(key(document.group(), document.name()));
            long version = there == null ? 0 : there.version();
            boolean absent = there == null || there.json().isEmpty();
            if (expected == 0 ? !absent : expected != version) {
                throw new PreconditionFailed("another is there", null, version);
            }
            Document written = new Document(document.group(), document.name(), version + 1, document.json());
            rows.put(key(document.group(), document.name()), written);
            return written;
        }

        private void requireUp() {
            if (down) {
                throw new Unavailable("STORE_DOWN", "The database is down.", 1);
            }
        }
    }

    private final Store store;
    private final Map<String, Document> copy = new ConcurrentHashMap<>();

    private Runnable whileWaiting = () -> {};

    private FakeDocuments(Store store) {
        this.store = store;
    }

    private static String key(String group, String name) {
        return group + ' ' + name;
    }

    /** Runs this in each wait, before anything arrives. */
    void whileWaiting(Runnable act) {
        whileWaiting = act;
    }

    /** This node hears of the changes of one group, before all others. */
    void hear(String group) {
        store.rows.values().stream()
                .filter(row -> row.group().equals(group))
                .forEach(row -> copy.put(key(group, row.name()), row));
    }

    private void catchUp() {
        copy.putAll(store.rows);
    }

    @Override
    public Optional<Document> find(String group, String name) {
        return Optional.ofNullable(copy.get(key(group, name)))
                .filter(document -> !document.json().isEmpty());
    }

    @Override
    public long version(String group, String name) {
        return Optional.ofNullable(copy.get(key(group, name)))
                .map(Document::version)
                .orElse(0L);
    }

    @Override
    public Optional<Document> await(String group, String name, long version, Duration bound) {
        whileWaiting.run();
        if (!store.down) {
            catchUp();
        }
        return find(group, name);
    }

    @Override
    public boolean isComplete() {
        return true;
    }

    @Override
    public List<Document> all(String group) {
        return copy.values().stream()
                .filter(document ->
                        document.group().equals(group) && !document.json().isEmpty())
                .sorted(Comparator.comparing(Document::name))
                .toList();
    }

    @Override
    public Optional<Document> stored(String group, String name) {
        store.requireUp();
        return Optional.ofNullable(store.rows.get(key(group, name)))
                .filter(document -> !document.json().isEmpty());
    }

    @Override
    public boolean any(String group) {
        store.requireUp();
        return store.rows.values().stream()
                .anyMatch(document ->
                        document.group().equals(group) && !document.json().isEmpty());
    }

    @Override
    public long write(Caller caller, Document document, long expected) {
        if (document.group().equals("session")) {
            Runnable act = store.beforeASession;
            store.beforeASession = () -> {};
            act.run();
        }
        Document written = store.put(document, expected);
        copy.put(key(document.group(), document.name()), written);
        return written.version();
    }

    @Override
    public void remove(Caller caller, String group, String name) {
        store.requireUp();
        Document there = store.rows.get(key(group, name));
        if (there != null && !there.json().isEmpty()) {
            copy.put(key(group, name), store.put(new Document(group, name, 0, ""), there.version()));
        }
    }

    @Override
    public void removeIf(Caller caller, Document document) {
        store.requireUp();
        Document there = store.rows.get(key(document.group(), document.name()));
        if (there != null && there.version() == document.version()) {
            remove(caller, document.group(), document.name());
        }
    }
}
