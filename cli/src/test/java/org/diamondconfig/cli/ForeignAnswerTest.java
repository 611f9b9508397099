/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.diamondconfig.cli.Cli.Ran;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An answer without a member that it has to have is no Diamond's: exit 7, and a sentence that names what was asked, and the member. */
class ForeignAnswerTest extends DiamondCase {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "whoami | {\"access\":\"open\"} | GET /api/v1/whoami: subject: text expected",
                "whoami | {\"subject\":1,\"access\":\"open\"} | GET /api/v1/whoami: subject: text expected",
                "cluster | {\"others\":[]} | GET /api/v1/cluster: self: object expected",
                "list --count | {} | GET /api/v1/configs/facets: all: integer expected",
                "list | {\"configs\":{}} | GET /api/v1/configs: configs: list expected",
                "list | {\"configs\":[1]} | GET /api/v1/configs: configs: objects expected",
                "audit --verify | {\"intact\":true} | GET /api/v1/audit/verify: seals: integer expected",
                "ops features | {} | GET /api/v1: features: list expected",
                "subscribers propagation app | {\"version\":1} | GET /api/v1/propagation: states: object expected",
                "tokens add | {\"subject\":\"token:1\"} | POST /api/v1/access/tokens: token: text expected",
                "providers one app | {\"providers\":[{}]} | GET /api/v1/providers: datumId: text expected",
                "grants check read app | {\"checks\":[]} | POST /api/v1/access/check: subject: text expected",
                "validate -f FILE | {\"valid\":true} | POST /api/v1/validate: problems: list expected",
                "export OUT | {\"configs\":[{\"namespace\":\"\",\"group\":\"g\"}]} | GET /api/v1/configs: configs: dataId: text",
                "export OUT | {\"configs\":[{\"namespace\":\"\",\"group\":\"g\",\"dataId\":\"../x\"}]} | GET /api/v1/configs:",
                "purge * -y | {\"configs\":[{\"namespace\":\"\",\"group\":\"g\",\"dataId\":\"a\"}]} | version: integer",
                "whoami | [] | GET /api/v1/whoami: body: object expected",
                "whoami | <html> | GET /api/v1/whoami: JSON 1:1"
            })
    void answer_thatLacksAMember_is7_andNamesTheRequest(String command, String answer, String sentence)
            throws IOException {
        Path file = Files.writeString(home.resolve("file"), "one");
        diamond.enqueue(200, answer);
        String words = command.replace("FILE", file.toString())
                .replace("OUT", home.resolve("out").toString());

        Ran ran = cli.run(words.split(" "));

        assertThat(ran.code()).as(ran.err()).isEqualTo(7);
        assertThat(ran.err())
                .startsWith("diamond: no Diamond answers there: ")
                .contains(sentence)
                .hasLineCount(1);
    }

    @Test
    void refusal_whoseCodeIsNoText_is7() {
        diamond.enqueue(400, "{\"code\":1,\"detail\":\"no\"}");

        Ran ran = cli.run("whoami");

        assertThat(ran.code()).isEqualTo(7);
        assertThat(ran.err()).contains("GET /api/v1/whoami: code: text expected");
    }

    @Test
    void epoch_thatIsNone_is7_whereAVersionIsComparedWithIt() throws IOException {
        Path folder = Files.createDirectories(home.resolve("all/dev/g"));
        Files.writeString(folder.resolve("a"), "one");
        diamond.enqueue(
                200,
                configs("{\"namespace\":\"dev\",\"group\":\"g\",\"dataId\":\"a\",\"version\":3,\"epoch\":\"none\","
                        + "\"md5\":\"other\"}"));

        Ran ran = cli.run("apply", "-f", home.resolve("all").toString());

        assertThat(ran.code()).as(ran.err()).isEqualTo(7);
        assertThat(ran.err()).contains("no Diamond answers there: ").contains("dev/g/a");
    }

    @Test
    void batch_thatTellsNoStatus_is7_andEachIsTold() throws IOException {
        Path folder = Files.createDirectories(home.resolve("all/dev/g"));
        Files.writeString(folder.resolve("a"), "one");
        diamond.enqueue(200, NO_CONFIGS);
        diamond.enqueue(200, results("{\"version\":1}"));

        Ran ran = cli.run("apply", "-f", home.resolve("all").toString());

        assertThat(ran.code()).as(ran.err()).isEqualTo(7);
        assertThat(ran.out()).contains("NO_ANSWER").contains("it may have been done");
    }
}
