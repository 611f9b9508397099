/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.diamondconfig.server.document.Documents.Document;
import org.diamondconfig.server.dump.TestDump;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.problem.PreconditionFailed;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.store.TestStore;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents of two nodes over one database: what each has, who may write, and what is left without the database. */
class DumpedDocumentsTest {

    private static final String GROUP = "session";

    @TempDir
    Path folder;

    private TestStore storeOfA;
    private TestStore storeOfB;
    private TestDump dumpOfA;
    private TestDump dumpOfB;
    private Documents a;
    private Documents b;

    @BeforeEach
    void start() {
        storeOfA = TestStore.h2(folder.resolve("store")).started();
        storeOfB = storeOfA.another().started();
        dumpOfA = TestDump.started(storeOfA, folder.resolve("a"));
        dumpOfB = TestDump.started(storeOfB, folder.resolve("b"));
        a = new DumpedDocuments(dumpOfA.configs().configs(), dumpOfA.dump());
        b = new DumpedDocuments(dumpOfB.configs().configs(), dumpOfB.dump());
    }

    @AfterEach
    void stop() {
        dumpOfA.close();
        dumpOfB.close();
        storeOfB.close();
        storeOfA.close();
    }

    private static Document document(String json) {
        return new Document(GROUP, "alice/0", 0, json);
    }

    private void tellB() {
        dumpOfB.hear(new ConfigKey(Documents.NAMESPACE, GROUP, "alice/0"));
    }

    @Test
    void document_isThereAtOnceWhereItWasWritten_andElsewhereWhenItIsTold() {
        long version = a.write(Caller.SYSTEM, document("{\"n\":1}"), 0);

        assertThat(a.find(GROUP, "alice/0")).contains(new Document(GROUP, "alice/0", version, "{\"n\":1}"));
        assertThat(b.find(GROUP, "alice/0")).isEmpty();
        tellB();
        assertThat(b.find(GROUP, "alice/0")).isEqualTo(a.find(GROUP, "alice/0"));
        assertThat(b.all(GROUP)).hasSize(1);
        assertThat(b.all("user")).isEmpty();
    }

    @Test
    void nodeThatWasNotTold_findsItByItsVersion() {
        long version = a.write(Caller.SYSTEM, document("{\"n\":1}"), 0);

        assertThat(b.version(GROUP, "alice/0")).isZero();
        assertThat(b.await(GROUP, "alice/0", version, Duration.ofSeconds(20))).isPresent();
        assertThat(b.version(GROUP, "alice/0")).isEqualTo(version);
    }

    @Test
    void ofTwoThatMakeIt_oneDoes() {
        a.write(Caller.SYSTEM, document("{\"by\":\"a\"}"), 0);

        assertThatThrownBy(() -> b.write(Caller.SYSTEM, document("{\"by\":\"b\"}"), 0))
                .isInstanceOf(PreconditionFailed.class);
        tellB();
        assertThat(b.find(GROUP, "alice/0")).map(Document::json).contains("{\"by\":\"a\"}");
    }

    @Test
    void ofTwoThatReplaceIt_oneDoes() {
        long version = a.write(Caller.SYSTEM, document("{\"n\":1}"), 0);
        tellB();
        b.write(Caller.SYSTEM, document("{\"n\":2}"), version);

        assertThatThrownBy(() -> a.write(Caller.SYSTEM, document("{\"n\":3}"), version))
                .isInstanceOf(PreconditionFailed.class);
    }

    @Test
    void removedDocument_isGone_countsOn_andMayBeMadeAgain() {
        long first = a.write(Caller.SYSTEM, document("{\"n\":1}"), 0);
        a.remove(Caller.SYSTEM, GROUP, "alice/0");
        a.remove(Caller.SYSTEM, GROUP, "alice/0");
        a.remove(Caller.SYSTEM, GROUP, "never/0");

        assertThat(a.find(GROUP, "alice/0")).isEmpty();
        assertThat(a.version(GROUP, "alice/0")).isEqualTo(first + 1);
        assertThat(a.any(GROUP)).isFalse();
        assertThat(a.write(Caller.SYSTEM, document("{\"n\":1}"), 0)).isEqualTo(first + 2);
    }

    @Test
    void database_isAskedWhetherThereIsAny() {
        assertThat(b.any(GROUP)).isFalse();

        a.write(Caller.SYSTEM, document("{\"n\":1}"), 0);

        assertThat(b.any(GROUP)).isTrue();
        assertThat(b.any("user")).isFalse();
    }

    @Test
    void documents_areReadWithoutTheDatabase_afterARestartToo() {
        a.write(Caller.SYSTEM, document("{\"n\":1}"), 0);
        dumpOfA.close();
        storeOfA.close();

        dumpOfA = TestDump.started(storeOfA, folder.resolve("a"));
        a = new DumpedDocuments(dumpOfA.configs().configs(), dumpOfA.dump());

        assertThat(a.find(GROUP, "alice/0")).map(Document::json).contains("{\"n\":1}");
        assertThat(a.all(GROUP)).hasSize(1);
        assertThatThrownBy(() -> a.write(Caller.SYSTEM, document("{\"n\":2}"), 1))
                .isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> a.any(GROUP)).isInstanceOf(Unavailable.class);
    }
}
