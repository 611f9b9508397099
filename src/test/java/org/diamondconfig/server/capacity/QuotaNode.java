/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.capacity;

import java.nio.file.Path;
import java.util.Optional;
import org.diamondconfig.server.audit.TestAudit;
import org.diamondconfig.server.config.Precondition;
import org.diamondconfig.server.config.Publication;
import org.diamondconfig.server.dump.TestDump;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.publish.ChangeRequest;
import org.diamondconfig.server.quota.Quota;
import org.diamondconfig.server.quota.Quotas;
import org.diamondconfig.server.quota.Scope;
import org.diamondconfig.server.store.TestStore;
import org.diamondconfig.wire.ConfigKey;

/** One node's quotas over a database that it may share; it hears of what another changes when a test tells it. */
final class QuotaNode implements AutoCloseable {

    static final Caller ANN = new Caller("ann", "10.0.0.1", "", "");

    private final TestDump dump;
    private final QuotaBook book;

    QuotaNode(TestStore store, Path data) {
        dump = TestDump.started(store, data);
        book = new QuotaBook(
                dump.dump(),
                dump.configs().configs(),
                dump.configs().namespaces(),
                dump.configs().quotas(),
                TestAudit.queue(store));
        dump.dumped().observedBy(book::onDumped);
        book.start();
    }

    Quotas quotas() {
        return dump.configs().quotas();
    }

    private static ChangeRequest change() {
        return new ChangeRequest(ANN, Precondition.NONE, "", Optional.empty());
    }

    void set(Scope scope, Quota quota) {
        book.set(change(), scope, quota);
    }

    void remove(Scope scope) {
        book.remove(change(), scope);
    }

    void publish(ConfigKey key, String content) {
        dump.configs().configs().publish(ANN, Publication.of(key, content));
    }

    void remove(ConfigKey key) {
        dump.configs().configs().remove(ANN, key, Precondition.NONE, "", Optional.empty());
    }

    /** Another node has changed this key. */
    void hear(ConfigKey key) {
        dump.hear(key);
    }

    @Override
    public void close() {
        dump.close();
    }
}
