/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.gdiamond;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.TooLarge;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;
import org.diamondconfig.wire.Probe;

/**
 * gdiamond's wire form of a probe, and of the answer to it. Stateless.
 *
 * <pre>
 *   probe    dataId,group,md5;dataId,group;...      no md5, or an empty one: the client has nothing
 *   answer   dataId,group;dataId,group;             percent-escaped as a form is
 * </pre>
 *
 * <p>gdiamond's own client forgets the semicolon between keys of different dataIds, which leaves its server unable to read it:
 *
 * <pre>
 *   a,G,0cc175b9c0f1b6a831c399e269772661b,G,92eb5ffee6ae2fec3ad71c777531578f
 * </pre>
 *
 * Such a line is read here: an md5 has 32 hex characters, and what follows in its field is the next dataId. It is misread if a
 * dataId begins like an md5 and the client has nothing of the key before it.
 */
final class ProbeText {

    private static final String WORD = ",";
    private static final String LINE = ";";

    private ProbeText() {}

    /**
     * Reads a probe.
     *
     * @throws BadRequest BAD_PROBE or INVALID_NAME
     * @throws TooLarge if it is longer, or names more keys, than a probe may
     */
    static Probe decode(String text) {
        if (text.length() > Probe.MAX_BYTES) {
            throw new TooLarge("BODY_TOO_LARGE", Form.PROBE + ": longer than " + Probe.MAX_BYTES + " characters");
        }
        List<Probe.Item> items = new ArrayList<>();
        for (String line : text.strip().split(LINE, -1)) {
            if (!line.isEmpty()) {
                read(line.split(WORD, -1), items);
            }
        }
        if (items.isEmpty()) {
            throw bad();
        }
        try {
            return new Probe(Optional.empty(), items);
        } catch (Probe.TooManyItems e) {
            throw new TooLarge("TOO_MANY_ITEMS", e.getMessage());
        }
    }

    private static void read(String[] fields, List<Probe.Item> items) {
        if (fields.length == 2) {
            items.add(item(fields[0], fields[1], Md5.NOTHING));
            return;
        }
        if (fields.length % 2 == 0 || fields.length < 3) {
            throw bad();
        }
        String dataId = fields[0];
        for (int i = 1; i < fields.length; i += 2) {
            String last = fields[i + 1];
            boolean isEnd = i + 2 == fields.length;
            int md5 = isEnd ? last.length() : startsWithMd5(last) ? Md5.HEX_LENGTH : 0;
            items.add(item(dataId, fields[i], last.substring(0, md5)));
            dataId = last.substring(md5);
        }
    }

    private static boolean startsWithMd5(String field) {
        return field.length() > Md5.HEX_LENGTH && Md5.isHex(field.substring(0, Md5.HEX_LENGTH));
    }

    private static Probe.Item item(String dataId, String group, String md5) {
        ConfigKey key = Form.key(dataId, group);
        try {
            return new Probe.Item(key, OptionalLong.empty(), md5);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("BAD_PROBE", e.getMessage());
        }
    }

    private static BadRequest bad() {
        return new BadRequest("BAD_PROBE", Form.PROBE + ": dataId,group,md5; expected, for each key");
    }

    /** The answer that names these keys. */
    static byte[] encode(List<ConfigKey> keys) {
        String text = keys.stream()
                .map(key -> key.dataId() + WORD + key.group() + LINE)
                .collect(Collectors.joining());
        return URLEncoder.encode(text, StandardCharsets.UTF_8).getBytes(StandardCharsets.US_ASCII);
    }
}
