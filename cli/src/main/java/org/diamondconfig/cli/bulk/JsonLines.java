/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.bulk;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;

/** Objects of JSON, a line each, out of pieces that end anywhere. Holds one line. Confined to one thread. */
final class JsonLines {

    private static final int LONGEST = 1 << 20;

    private final Consumer<JsonObject> each;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    JsonLines(Consumer<JsonObject> each) {
        this.each = each;
    }

    void add(ByteBuffer piece) {
        while (piece.hasRemaining()) {
            byte next = piece.get();
            if (next == '\n') {
                end();
            } else if (line.size() < LONGEST) {
                line.write(next);
            } else {
                throw foreign("a line of more than " + LONGEST + " bytes");
            }
        }
    }

    /** All came. */
    void end() {
        if (line.size() == 0) {
            return;
        }
        try {
            each.accept(Json.parseObject(line.toByteArray()));
        } catch (IllegalArgumentException e) { // neither is it when a member is missing
            throw foreign(e.getMessage());
        }
        line.reset();
    }

    private static Refused foreign(String what) {
        return new Refused(
                        Exit.UNREACHABLE, "no Diamond answers there: what was said is not what a Diamond says: " + what)
                .open();
    }
}
