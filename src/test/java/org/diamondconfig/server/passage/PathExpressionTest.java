/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.passage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.problem.BadRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathExpressionTest {

    private static final String JSON =
            "\ufeff{\"redis\": {\"host\": \"a\", \"port\": 6379}, \"a.b\": true, \"servers\": [{\"url\": \"x\"}, {\"url\": null}]}";
    private static final String YAML =
            "# first\nredis:\n  host: a # here\n  port: 6379\nservers:\n- url: x\n  weight: 1\n"
                    + "- url: y\ntext: |\n  fake: 1\nlist:\n  - one\n  - \"two\"\nlast.dotted: true\n";
    private static final String PROPERTIES =
            "! first\r\nredis.host = a\r\nredis.port=6379\r\nurl=jdbc:mysql://h/d?a=b\r\n";
    private static final String TOML = "title = \"t\"\n[redis]\nhost = \"a\"\n  [redis.pool]\n  size = 4 # of them\n"
            + "[[servers]]\nurl = 'x'\n[[servers]]\nurl = 'y'\n";

    private static Optional<Passage> passage(String path, String content) {
        return PathExpression.of(path, new ManualTicker()).apply(content.getBytes(StandardCharsets.UTF_8));
    }

    /** What is marked of the first place where the path leads, and in which line. */
    private static String marked(String path, String content) {
        Passage found = passage(path, content).orElseThrow();
        return found.line() + ": " + found.text().substring(found.start(), found.end());
    }

    private static boolean finds(String path, String content) {
        return passage(path, content).isPresent();
    }

    @Test
    void json_isFoundByNamesPlacesAndStars() {
        assertThat(finds("$.redis.host", JSON)).isTrue();
        assertThat(finds("$.redis", JSON)).isTrue();
        assertThat(finds("$.redis.host.more", JSON)).isFalse();
        assertThat(finds("$.host", JSON)).isFalse();
        assertThat(finds("$['a.b']=true", JSON)).isTrue();
        assertThat(finds("$.a.b", JSON)).isFalse();
        assertThat(finds("$.servers[1].url", JSON)).isTrue();
        assertThat(finds("$.servers[2].url", JSON)).isFalse();
        assertThat(finds("$.servers[*].url=x", JSON)).isTrue();
        assertThat(finds("$.*.port=6379", JSON)).isTrue();
        assertThat(finds("$.redis.port=637", JSON)).isFalse();
    }

    @Test
    void yaml_isFoundByItsBlocks() {
        assertThat(finds("$.redis.host=a", YAML)).isTrue();
        assertThat(finds("$.redis.port=6379", YAML)).isTrue();
        assertThat(finds("$.servers[1].url=y", YAML)).isTrue();
        assertThat(finds("$.servers[0].weight", YAML)).isTrue();
        assertThat(finds("$.servers[1].weight", YAML)).isFalse();
        assertThat(finds("$.list[1]=two", YAML)).isTrue();
        assertThat(finds("$.text.fake", YAML)).isFalse();
        assertThat(finds("$.fake", YAML)).isFalse();
        assertThat(finds("$.last.dotted", YAML)).isTrue();
        assertThat(finds("$.redis.servers", YAML)).isFalse();
    }

    @Test
    void properties_areFoundByTheirDots() {
        assertThat(finds("$.redis.host=a", PROPERTIES)).isTrue();
        assertThat(finds("$.redis", PROPERTIES)).isTrue();
        assertThat(finds("$.redis=a", PROPERTIES)).isFalse();
        assertThat(finds("$.url=jdbc:mysql://h/d?a=b", PROPERTIES)).isTrue();
        assertThat(finds("$.host", PROPERTIES)).isFalse();
    }

    @Test
    void toml_isFoundByItsTables() {
        assertThat(finds("$.title=t", TOML)).isTrue();
        assertThat(finds("$.redis.host=a", TOML)).isTrue();
        assertThat(finds("$.redis.pool.size=4", TOML)).isTrue();
        assertThat(finds("$.servers[1].url=y", TOML)).isTrue();
        assertThat(finds("$.redis.servers", TOML)).isFalse();
        assertThat(finds("$.redis.title", TOML)).isFalse();
    }

    @Test
    void json_isMarkedByNameAndValue_andWhatHoldsOthersByItsName() {
        assertThat(marked("$.redis.host", JSON)).isEqualTo("1: \"host\": \"a\"");
        assertThat(marked("$.redis", JSON)).isEqualTo("1: \"redis\"");
        assertThat(marked("$['a.b']=true", JSON)).isEqualTo("1: \"a.b\": true");
        assertThat(marked("$.servers[1].url", JSON)).isEqualTo("1: \"url\": null");
        assertThat(marked("$.*.port", JSON)).isEqualTo("1: \"port\": 6379");
        assertThat(marked("$.a[1][0]", "{\n \"b\": \"]\\\"\",\n \"a\": [{\"a\": [9]},\n  [ -1.5e3 ]]\n}"))
                .isEqualTo("4: -1.5e3");
        assertThat(marked("$[1]", "[[], {}]")).isEqualTo("1: {");
        assertThat(marked("$.é=1", "{\"a\":[1,2],\"\\u00e9\" :\n 1}")).isEqualTo("1: \"\\u00e9\" :");
    }

    @Test
    void lines_areMarkedFromTheirNameOn() {
        assertThat(marked("$.redis.host=a", YAML)).isEqualTo("3: host: a # here");
        assertThat(marked("$.servers[1].url=y", YAML)).isEqualTo("8: - url: y");
        assertThat(marked("$.redis.port", PROPERTIES)).isEqualTo("3: redis.port=6379");
        assertThat(marked("$.redis.pool", TOML)).isEqualTo("4: [redis.pool]");
    }

    @Test
    void brokenJson_isReadByItsLines_andOtherTextHasNoPaths() {
        assertThat(finds("$.a", "{\"a\": 1, \"a\": 2}")).isFalse();
        assertThat(finds("$.a", "[not json]\na = 1")).isFalse();
        assertThat(finds("$.a", "some text about a")).isFalse();
        assertThat(finds("$.a", "")).isFalse();
    }

    /** The clock stands still for these, so that nothing but their own work can end them. */
    private static boolean findsInTime(String path, String content) {
        return assertTimeoutPreemptively(Duration.ofSeconds(60), () -> finds(path, content));
    }

    @Test
    void listsThatBeginInOneLine_takeTimeByItsLength() {
        String lists = "- ".repeat(524_288);

        assertThat(findsInTime("$.a=1", lists + "a: 1\nb: 1\n")).isFalse();
        assertThat(findsInTime("$.b=1", lists + "a: 1\nb: 1\n")).isTrue();
    }

    @Test
    void linesBelowManyNames_takeTimeByTheirLength() {
        String names = "a.".repeat(256_000) + "a:\n" + " b=\n".repeat(128_000);

        assertThat(findsInTime("$.a.b", names)).isFalse();
        assertThat(findsInTime("$.c=1", names + "c: 1\n")).isTrue();
    }

    @Test
    void linesOfATableOfManyNames_takeTimeByTheirLength() {
        String table = "[" + "a.".repeat(256_000) + "a]\n" + "b=1\n".repeat(128_000);

        assertThat(findsInTime("$.a.b", table)).isFalse();
        assertThat(findsInTime("$.c.d=1", table + "[c]\nd=1\n")).isTrue();
    }

    @Test
    void whatLiesTooDeep_isNotFound_andWhatFollowsIs() {
        String most = ".a".repeat(Outline.MOST_STEPS - 1);
        String deepest = most.substring(1) + ":\n  b: 1\n";
        String tooDeep = "a." + most.substring(1) + ":\n  b: 1\n  - b: 1\n";

        assertThat(finds("$" + most + ".b=1", deepest)).isTrue();
        assertThat(finds("$" + most + ".a.b", tooDeep)).isFalse();
        assertThat(finds("$" + most + ".b", tooDeep)).isFalse();
        assertThat(finds("$" + most + ".b=1", tooDeep + deepest)).isTrue();
        assertThat(finds("$.c[1].d=1", tooDeep + "c:\n- d: 0\n- d: 1\n")).isTrue();
    }

    @Test
    void contentThatTakesTooLong_isGivenUp_andDoesNotMatch() {
        AtomicLong now = new AtomicLong();
        PathExpression path = PathExpression.of(
                "$.b", () -> now.addAndGet(Sought.MOST.dividedBy(10).toNanos()));

        assertThat(path.apply(("a=1\n".repeat(8) + "b=1\n").getBytes(StandardCharsets.UTF_8)))
                .isPresent();
        assertThat(path.gaveUp()).isFalse();
        assertThat(path.apply(("a=1\n".repeat(9) + "b=1\n").getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(path.gaveUp()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"$", "a.b", "$.", "$.a..b", "$.a[", "$.a[x]", "$.a b", "=", "$=1"})
    void whatIsNoPath_isRefused(String text) {
        assertThatThrownBy(() -> PathExpression.of(text, new ManualTicker()))
                .isInstanceOf(BadRequest.class)
                .hasMessageStartingWith("content: a path is written");
    }
}
