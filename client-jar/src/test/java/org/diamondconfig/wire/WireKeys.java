/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.wire;

import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random keys, md5s and items for the property tests of this package. */
final class WireKeys {

    private WireKeys() {}

    static Arbitrary<ConfigKey> keys() {
        Arbitrary<String> names = Arbitraries.strings()
                .withChars("abcXYZ019_-.:")
                .ofMinLength(1)
                .ofMaxLength(12)
                .filter(name -> !name.equals(".") && !name.equals(".."));
        Arbitrary<String> dataIds = names.list().ofMinSize(1).ofMaxSize(3).map(parts -> String.join("/", parts));
        return Combinators.combine(Arbitraries.oneOf(names, Arbitraries.just("")), names, dataIds)
                .as(ConfigKey::new);
    }

    static Arbitrary<String> md5s() {
        return Arbitraries.oneOf(
                Arbitraries.just(Md5.NOTHING),
                Arbitraries.strings().ofMaxLength(5).map(Md5::hex));
    }

    static Arbitrary<Epoch> epochs() {
        return Arbitraries.longs().greaterOrEqual(1).map(n -> new Epoch(1 + n % 1_000_000, String.format("%016x", n)));
    }

    static Arbitrary<Probe.Item> items() {
        Arbitrary<OptionalLong> versions = Arbitraries.longs()
                .between(-1, Long.MAX_VALUE)
                .map(n -> n < 0 ? OptionalLong.empty() : OptionalLong.of(n));
        return Combinators.combine(keys(), versions, md5s()).as(Probe.Item::new);
    }
}
