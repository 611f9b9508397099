/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordLayoutTest {

    private static final ConfigKey KEY = ConfigKey.of("shop", "prices.yaml");
    private static final Instant WRITTEN = Instant.ofEpochMilli(0x0123456789abL);

    private static StoreRecord told(ConfigKey key, String content) {
        return new StoreRecord("main", key, 258, Md5.hex(content), "yaml", content, WRITTEN);
    }

    @Test
    void record_isWrittenAsDocumented() {
        byte[] bytes = RecordLayout.encode(told(KEY, "tea"));

        assertThat(HexFormat.of().formatHex(bytes, 0, 12)).isEqualTo("0101" + "0004" + "0004" + "0011" + "00000003");
        assertThat(HexFormat.of().formatHex(bytes, 16, 32)).isEqualTo("0000000000000102" + "00000123456789ab");
        assertThat(HexFormat.of().formatHex(bytes, 32, 48)).isEqualTo(Md5.hex("tea"));
        assertThat(new String(bytes, 48, bytes.length - 48, StandardCharsets.US_ASCII))
                .isEqualTo("teayamlmain\0shop\0prices.yaml");
    }

    @Test
    void record_comesBackAsItWas() {
        String longest = "x".repeat(128);
        for (StoreRecord told : new StoreRecord[] {
            told(KEY, ""),
            told(ConfigKey.of(longest, longest, "y".repeat(250)), "\u00fc\u4e2d\ud83d\ude00"),
            new StoreRecord("main", KEY, 3, Md5.NOTHING, "text", "", WRITTEN)
        }) {
            assertThat(RecordLayout.decode(RecordLayout.encode(told))).isEqualTo(told);
            assertThat(StoreLayout.key(StoreLayout.key(told.key()))).isEqualTo(told.key());
            assertThat(StoreLayout.key(told.key())).hasSizeLessThanOrEqualTo(508);
            byte[] reused = new byte[508];
            assertThat(java.util.Arrays.copyOf(reused, StoreLayout.key(told.key(), reused)))
                    .isEqualTo(StoreLayout.key(told.key()));
        }
    }

    @Test
    void everyFlippedOrMissingByte_isFound() {
        byte[] sound = RecordLayout.encode(told(KEY, "tea: 3"));
        for (int i = 0; i < sound.length; i++) {
            byte[] flipped = sound.clone();
            flipped[i] ^= 1;
            assertThatIllegalArgumentException().isThrownBy(() -> RecordLayout.decode(flipped));
            byte[] cut = Arrays.copyOf(sound, i);
            assertThatIllegalArgumentException().isThrownBy(() -> RecordLayout.decode(cut));
        }
    }

    @Test
    void files_areReadWithoutLmdb(@TempDir Path store) throws IOException {
        Path file = StoreLayout.file(store, "main", KEY);
        Files.createDirectories(file.getParent());
        Files.write(file, RecordLayout.encode(told(KEY, "tea: 3")));

        try (AgentReader reader = AgentReader.open(store, "main")) {
            StoredConfig found = reader.get(KEY).orElseThrow();
            assertThat(reader.isMapped()).isFalse();
            assertThat(found.content()).isEqualTo("tea: 3");
            assertThat(found.version()).isEqualTo(258);
            assertThat(found.md5()).isEqualTo(Md5.hex("tea: 3"));
            assertThat(found.type()).isEqualTo("yaml");
            assertThat(found.written()).isEqualTo(WRITTEN);
            assertThat(reader.getNow(ConfigKey.of("shop", "other"))).isEmpty();
            assertThatThrownBy(() -> reader.get(ConfigKey.of("shop", "other")))
                    .isInstanceOf(UnknownKeyException.class)
                    .hasMessageContaining("public/shop/other");
        }
    }

    @Test
    void storeThatIsNotThere_isNamed(@TempDir Path store) {
        assertThatThrownBy(() -> AgentReader.open(store, "main"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("main.files");
    }
}
