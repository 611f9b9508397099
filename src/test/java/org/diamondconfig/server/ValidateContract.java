/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import org.diamondconfig.wire.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What editors rely on when they ask a server what is wrong with a content. It knows the server by its address alone. */
public abstract class ValidateContract {

    private AdminApi api;

    /** The address of the application, with or without a slash at its end. */
    protected abstract URI base();

    @BeforeEach
    void connect() {
        api = new AdminApi(base());
    }

    private JsonObject validate(String type, String content) {
        HttpResponse<String> answer = api.post("/validate?type=" + type, content);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return AdminApi.json(answer);
    }

    private static List<String> problems(JsonObject verdict) {
        return verdict.objects("problems").stream()
                .map(problem -> problem.number("line") + ":" + problem.number("column") + " "
                        + problem.string("severity") + " " + problem.string("code"))
                .toList();
    }

    /** The same on every server, whose libraries might stand in the way of ours. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "properties|a=1;b=\\u12|2:3 error BAD_ESCAPE",
                "yaml|a: 1;b: [|3:1 error SYNTAX",
                "yaml|a: 1;a: 2|2:1 error DUPLICATE_KEY",
                "json|{'a': 1,;}|2:1 error SYNTAX",
                "xml|<a>;</b>|2:3 error SYNTAX",
                "toml|a = 1;b = |2:5 error SYNTAX"
            })
    void wrongContent_isToldByLineAndColumn(String type, String lines, String problem) {
        String content = lines.replace(';', '\n').replace('\'', '"') + (lines.endsWith("=") ? " " : "");

        JsonObject verdict = validate(type, content + "\n");

        assertThat(problems(verdict)).containsExactly(problem);
        assertThat(verdict.flag("valid", true)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"text|{", "html|<p>", "properties|a=1", "yaml|a: [1]", "json|[1]", "xml|<a/>", "toml|a = 1"})
    void rightContent_isValid(String type, String content) {
        JsonObject verdict = validate(type, content);

        assertThat(problems(verdict)).isEmpty();
        assertThat(verdict.flag("valid", false)).isTrue();
    }

    @Test
    void warnings_leaveItValid() {
        JsonObject verdict = validate("json", "{\"a\":1,\"a\":2}");

        assertThat(problems(verdict)).containsExactly("1:8 warning DUPLICATE_KEY");
        assertThat(verdict.flag("valid", false)).isTrue();
    }

    @Test
    void type_mustBeNamed_andBeOneOfOurs() {
        assertThat(AdminApi.json(api.post("/validate", "{}")).string("code")).isEqualTo("BAD_PARAMETER");
        assertThat(AdminApi.json(api.post("/validate?type=ini", "{}")).string("code"))
                .isEqualTo("BAD_PARAMETER");
    }

    @Test
    void contentThatCouldNotBePublished_isRefusedAlike() {
        HttpResponse<String> large = api.post("/validate?type=text", "a".repeat((1 << 20) + 1));

        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(AdminApi.json(large).string("code")).isEqualTo("CONTENT_TOO_LARGE");
    }
}
