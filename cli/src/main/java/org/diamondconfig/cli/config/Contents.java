/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.diamondconfig.cli.api.Answer;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.cli.edge.Surroundings;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;

/** Contents from files, from the standard input and from servers. Stateless. */
public final class Contents {

    /** The name of the standard input. */
    public static final String STDIN = "-";

    private static final int LARGEST = 64 << 20;

    private Contents() {}

    /** What is in this file, or comes in; UTF-8, or refused. */
    public static byte[] read(Surroundings around, String file) {
        try {
            boolean comesIn = file.equals(STDIN);
            byte[] bytes = comesIn ? all("the standard input", around.in()) : all(Path.of(file));
            text(comesIn ? "the standard input" : file, bytes);
            return bytes;
        } catch (IOException e) {
            throw new Refused(Exit.FAILED, file + ": cannot be read: " + Refused.reason(e));
        }
    }

    /** What is in a file, whose size says nothing if it is a device. */
    private static byte[] all(Path file) throws IOException {
        if (Files.size(file) >= LARGEST) {
            throw tooLarge(file.toString());
        }
        if (Files.isRegularFile(file)) {
            return Files.readAllBytes(file);
        }
        try (InputStream in = Files.newInputStream(file)) {
            return all(file.toString(), in);
        }
    }

    private static byte[] all(String what, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(LARGEST);
        if (bytes.length == LARGEST) {
            throw tooLarge(what);
        }
        return bytes;
    }

    private static Refused tooLarge(String what) {
        return new Refused(Exit.INVALID, what + ": more than 64 MiB");
    }

    /** These bytes as text; refused with the place of the first that is not UTF-8. */
    public static String text(String what, byte[] bytes) {
        ByteBuffer input = ByteBuffer.wrap(bytes);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(input).toString();
        } catch (CharacterCodingException e) {
            int line = 1;
            for (int i = 0; i < input.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw new Refused(
                    Exit.INVALID, what + ": is not UTF-8: byte " + (input.position() + 1) + ", in line " + line);
        }
    }

    /** An old version with its content, whole: with the md5 that is stated. */
    static Map<String, Object> version(Session session, ConfigKey key, long version) {
        Map<String, Object> row = session.api()
                .get("/history")
                .about(key)
                .with("version", version)
                .send()
                .object();
        boolean gone = Md5.NOTHING.equals(row.get("md5"));
        byte[] content = String.valueOf(row.get("content")).getBytes(StandardCharsets.UTF_8);
        if (gone ? content.length > 0 : !Md5.hex(content).equals(row.get("md5"))) {
            throw new Refused(Exit.UNREACHABLE, "no Diamond answers there: the content has not the md5 that is stated");
        }
        return row;
    }

    /** The current content as text; {@code ""} if the key is absent. */
    static String current(Session session, ConfigKey key) {
        Answer answer = session.api().get("/config").about(key).ask();
        return answer.code().equals("CONFIG_NOT_FOUND") ? "" : text(key.toString(), answer.content());
    }

    /** What If-Match takes for this version of a key. */
    static String etag(Session session, ConfigKey key, long version) {
        Answer answer = session.api().get("/config").about(key).ask();
        if (!answer.code().equals("CONFIG_NOT_FOUND")) {
            answer.required();
        }
        return "\"" + answer.epoch().generation() + '.' + version + '"';
    }
}
