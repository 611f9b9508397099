/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {

    private static final Set<String> KNOWN = Query.keyAnd("n", "wait", "flag");

    @Test
    void key_isReadWithItsDefaults() {
        assertThat(Query.parse("dataId=a/b.yml", KNOWN).key()).isEqualTo(new ConfigKey("", "DEFAULT_GROUP", "a/b.yml"));
        assertThat(Query.parse("namespace=public&group=&dataId=x", KNOWN).key())
                .isEqualTo(new ConfigKey("", "DEFAULT_GROUP", "x"));
        assertThat(Query.parse("namespace=dev&group=G&dataId=a%2Fb", KNOWN).key())
                .isEqualTo(new ConfigKey("dev", "G", "a/b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dataId=",
                "group=G",
                "dataId=..",
                "dataId=../../etc/passwd",
                "dataId=%2e%2e%2fx",
                "dataId=..%5C..%5Cx",
                "dataId=%20a",
                "dataId=a+b",
                "dataId=%F0%9F%98%80",
                "dataId=e%CC%81",
                "dataId=%EF%BC%A1",
                "dataId=%EF%BB%BFa",
                "dataId=%25",
                "dataId=a;x=1",
                "dataId=/a",
                "dataId=C:/a/",
                "namespace=a/b&dataId=x",
                "group=a/b&dataId=x"
            })
    void key_refusedName_is400NamingTheField(String raw) {
        assertThatThrownBy(() -> Query.parse(raw, KNOWN).key()).isInstanceOfSatisfying(BadRequest.class, refusal -> {
            assertThat(refusal.code()).isEqualTo("INVALID_NAME");
            assertThat(refusal.getMessage()).matches("(namespace|group|dataId): .+");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "nope=1, UNKNOWN_PARAMETER",
        "dataId=a&DATAID=b, UNKNOWN_PARAMETER",
        "dataId=a&, UNKNOWN_PARAMETER",
        "dataId=a&dataId=a, DUPLICATE_PARAMETER",
        "dataId=a&data%49d=b, DUPLICATE_PARAMETER",
        "dataId=%, BAD_QUERY",
        "dataId=%4, BAD_QUERY",
        "dataId=%zz, BAD_QUERY",
        "dataId=a%00b, BAD_QUERY",
        "dataId=a%0d%0ab, BAD_QUERY",
        "dataId=%c0%ae, BAD_QUERY",
        "dataId=%ed%a0%80, BAD_QUERY",
        "dataId=%ff, BAD_QUERY",
        "dataId=é, BAD_QUERY",
    })
    void parse_malformedQuery_is400(String raw, String code) {
        assertRefused(code, () -> Query.parse(raw, KNOWN));
    }

    @Test
    void parse_endlessQuery_is400() {
        assertRefused("BAD_QUERY", () -> Query.parse("dataId=" + "a".repeat(Query.MAX_LENGTH), KNOWN));
    }

    @Test
    void count_isClampedAndNeverGuessed() {
        assertThat(Query.parse("", KNOWN).count("n", 50, 1, 500)).isEqualTo(50);
        assertThat(Query.parse("n=-1", KNOWN).count("n", 50, 1, 500)).isEqualTo(1);
        assertThat(Query.parse("n=999999999999", KNOWN).count("n", 50, 1, 500)).isEqualTo(500);
        for (String bad : new String[] {"n=", "n=abc", "n=1e9", "n=1;drop", "n=%2B1", "n=9223372036854775808"}) {
            assertRefused("BAD_PARAMETER", () -> Query.parse(bad, KNOWN).count("n", 50, 1, 500));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "30s, 30000",
        "500ms, 500",
        "7, 7000",
        "0, 0",
        "-1, 0",
        "-99999999999999999999, 0",
        "56s, 55000",
        "2147483648, 55000",
        "9223372036854775808, 55000"
    })
    void duration_isClampedIntoItsBounds(String value, long millis) {
        assertThat(Query.parse("wait=" + value, KNOWN).duration("wait", Duration.ofSeconds(55)))
                .contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "ms", "abc", "1e9", "1m", "30+s", "--1"})
    void duration_thatIsNoNumber_is400(String value) {
        assertRefused(
                "BAD_PARAMETER", () -> Query.parse("wait=" + value, KNOWN).duration("wait", Duration.ofSeconds(55)));
    }

    @Test
    void flag_isTrueOrFalseAndNothingElse() {
        assertThat(Query.parse("flag=true", KNOWN).flag("flag")).isTrue();
        assertThat(Query.parse("flag=false", KNOWN).flag("flag")).isFalse();
        assertThat(Query.parse("", KNOWN).flag("flag")).isFalse();
        assertRefused("BAD_PARAMETER", () -> Query.parse("flag", KNOWN).flag("flag"));
        assertRefused("BAD_PARAMETER", () -> Query.parse("flag=1", KNOWN).flag("flag"));
    }

    @Property
    void parse_anyText_isReadOrRefusedButNeverFails(@ForAll String raw) {
        try {
            Query.parse("dataId=" + raw, KNOWN).key();
        } catch (BadRequest refusal) {
            assertThat(refusal.status()).isEqualTo(400);
        }
    }

    private static void assertRefused(String code, Runnable parse) {
        assertThatThrownBy(parse::run)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
