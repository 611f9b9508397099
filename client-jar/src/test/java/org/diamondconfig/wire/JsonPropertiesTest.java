/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What the writer writes, the reader reads; and nothing makes the reader fail in any other way than a refusal. */
class JsonPropertiesTest {

    @Property(tries = 500)
    void whatIsWrittenIsRead(@ForAll("values") Object value) {
        JsonWriter json = new JsonWriter();
        write(json, value);

        assertThat(Json.parse(json.toString())).isEqualTo(value);
        assertThat(Json.parse(json.toUtf8())).isEqualTo(value);
    }

    @Property(tries = 500)
    void anyTextIsReadOrRefused(@ForAll("nearlyJson") String text) {
        try {
            Json.parse(text);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageStartingWith("JSON ");
        }
    }

    @Property
    void anyStringIsWrittenAsValidUtf8(@ForAll String text) {
        String json = new JsonWriter().value(text).toString();

        assertThat(json.codePoints())
                .noneMatch(c -> c < ' ' || c == 0x2028 || c == 0x2029 || (c >= 0xd800 && c <= 0xdfff));
    }

    @Example
    void loneSurrogateIsEscapedAndThenRefused() {
        String json = new JsonWriter().value("a\ud800b").toString();

        assertThat(json).isEqualTo("\"a\\ud800b\"");
        assertThatIllegalArgumentException().isThrownBy(() -> Json.parse(json));
    }

    @Example
    void openObjectIsNoText() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new JsonWriter().object().toString());
    }

    @Example
    void outputIsCompact() {
        String json = new JsonWriter()
                .object()
                .field("a", 1)
                .field("b", (String) null)
                .name("c")
                .array()
                .value(true)
                .value("x")
                .array()
                .endArray()
                .endArray()
                .field("d", false)
                .endObject()
                .toString();

        assertThat(json).isEqualTo("{\"a\":1,\"b\":null,\"c\":[true,\"x\",[]],\"d\":false}");
    }

    private static void write(JsonWriter json, Object value) {
        if (value instanceof Map<?, ?> map) {
            json.object();
            map.forEach((name, member) -> write(json.name((String) name), member));
            json.endObject();
        } else if (value instanceof List<?> list) {
            json.array();
            list.forEach(element -> write(json, element));
            json.endArray();
        } else if (value instanceof Long number) {
            json.value((long) number);
        } else if (value instanceof Boolean flag) {
            json.value((boolean) flag);
        } else {
            json.value((String) value);
        }
    }

    @Provide
    Arbitrary<Object> values() {
        Arbitrary<Object> leaves = Arbitraries.oneOf(
                texts().map(s -> (Object) s),
                Arbitraries.longs().map(n -> (Object) n),
                Arbitraries.of(true, false).map(b -> (Object) b),
                Arbitraries.just(null));
        return Arbitraries.recursive(
                () -> leaves,
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(4).map(list -> (Object) list),
                        Arbitraries.maps(texts(), inner).ofMaxSize(4).map(map -> (Object) map)),
                0,
                4);
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.strings().excludeChars(surrogates()).ofMaxLength(12);
    }

    private static char[] surrogates() {
        char[] all = new char[0xe000 - 0xd800];
        for (int i = 0; i < all.length; i++) {
            all[i] = (char) (0xd800 + i);
        }
        return all;
    }

    @Provide
    Arbitrary<String> nearlyJson() {
        return Arbitraries.of(
                        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "d800", "1", "-", "e", ".", "true", "null",
                        " ", "\n", "é")
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }
}
