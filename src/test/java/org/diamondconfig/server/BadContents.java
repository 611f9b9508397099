/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import java.util.stream.Stream;
import org.diamondconfig.server.BadInput.Row;

/** The part of the table of wrong input that is about contents which are under no key yet. */
final class BadContents {

    private static final String VALIDATE = "/api/v1/validate";

    private BadContents() {}

    static Stream<Row> rows() {
        String yaml = VALIDATE + "?type=yaml";
        return Stream.of(
                Row.of("validate nothing known", BadInput.post(VALIDATE, "x"), 400, "BAD_PARAMETER"),
                Row.of(
                        "validate type=" + BadInput.MARKER,
                        BadInput.post(VALIDATE + "?type=" + BadInput.MARKER, "x"),
                        400,
                        "BAD_PARAMETER"),
                Row.of("validate type=YAML", BadInput.post(VALIDATE + "?type=YAML", "x"), 400, "BAD_PARAMETER"),
                Row.of("validate two types", BadInput.post(yaml + "&type=json", "x"), 400, "DUPLICATE_PARAMETER"),
                Row.of(
                        "validate GBK",
                        BadInput.post(yaml, "x", "Content-Type: text/plain; charset=GBK"),
                        415,
                        "CHARSET"),
                Row.of("validate gzip", BadInput.post(yaml, "x", "Content-Encoding: gzip"), 415, "CONTENT_ENCODING"),
                Row.of(
                        "validate a form with a file",
                        BadInput.post(yaml, "x", "Content-Type: multipart/form-data; boundary=b"),
                        415,
                        "MULTIPART"),
                Row.of(
                        "validate too much",
                        BadInput.post(yaml, BadInput.MARKER.repeat((1 << 20) / BadInput.MARKER.length() + 1)),
                        413,
                        "CONTENT_TOO_LARGE"));
    }
}
