/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.diamondconfig.system.history.History;
import org.diamondconfig.system.history.History.Row;
import org.diamondconfig.system.history.HistoryFile;
import org.diamondconfig.system.history.Operation;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTableTest {

    private static final String EPOCH = "1-0123456789abcdef";

    private static NavigableMap<byte[], String> datums(String... idsAndContents) {
        NavigableMap<byte[], String> datums = new TreeMap<>(Arrays::compareUnsigned);
        for (int i = 0; i < idsAndContents.length; i += 2) {
            datums.put(idsAndContents[i].getBytes(StandardCharsets.UTF_8), idsAndContents[i + 1]);
        }
        return datums;
    }

    @Test
    void merges_ofSeveralKeys_areAllInTheFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("rows.jsonl");
        List<Operation> merges =
                HistoryTable.merges(Map.of("datums/k0", datums("a", "1"), "datums/k1", datums("a", "2")), EPOCH);

        HistoryFile.write(file, new History(merges, List.of()));

        assertThat(HistoryFile.read(file).operations())
                .hasSize(2)
                .extracting(merge -> merge.act().key())
                .containsExactlyInAnyOrder("datums/k0", "datums/k1");
    }

    @Test
    void merge_isOfContentsInTheByteOrderOfTheirIds() {
        assertThat(HistoryTable.merges(Map.of("k", datums("b", "2", "a", "1", "B", "0")), EPOCH))
                .extracting(merge -> merge.told().value())
                .containsExactly(Md5.hex("0\r\n1\r\n2"));
    }

    @Test
    void content_isTakenApart_intoWhatItWasMergedFrom() {
        assertThat(HistoryTable.datums("0\r\n1")).containsExactly(Md5.hex("0"), Md5.hex("1"));
        assertThat(HistoryTable.datums("0")).containsExactly(Md5.hex("0"));
        assertThat(HistoryTable.datums("")).isEmpty();
    }

    @Test
    void last_isTheNewestRowOfEachKey_inWhateverOrderTheyCome() {
        Row newest = new Row("k", 3, "c", EPOCH);
        Row other = new Row("other", 1, Operation.ABSENT, EPOCH);

        assertThat(HistoryTable.last(List.of(new Row("k", 1, "a", EPOCH), newest, other, new Row("k", 2, "b", EPOCH))))
                .containsOnly(Map.entry("k", newest), Map.entry("other", other));
    }

    @Test
    void merge_ofNoDatums_isAbsence() {
        assertThat(HistoryTable.merges(Map.of("k", datums()), EPOCH))
                .extracting(merge -> merge.told().value())
                .containsExactly(Operation.ABSENT);
    }
}
