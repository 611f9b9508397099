/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.setup;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The configuration file as sections of {@code name = value} lines. A line that begins with {@code #} is a comment; nothing is
 * substituted in a value, neither variables of the environment nor anything else.
 */
final class SetupFile {

    private static final int MAX_BYTES = 1 << 20;

    private SetupFile() {}

    static List<Section> read(Path file) throws SetupException {
        List<String> lines;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new SetupException(file + ": larger than 1 MiB");
            }
            lines = Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new SetupException(file + ": not UTF-8");
        } catch (IOException e) {
            throw new SetupException(file + ": cannot be read: " + e);
        }
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            String place = file + ":" + (i + 1);
            if (line.startsWith("[")) {
                sections.add(section(line, place));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                if (sections.isEmpty()) {
                    throw new SetupException(place + ": a section must come first, [agent] or [cluster main]");
                }
                entry(sections.get(sections.size() - 1), line, place);
            }
        }
        return sections;
    }

    private static Section section(String line, String place) throws SetupException {
        if (!line.endsWith("]")) {
            throw new SetupException(place + ": ] expected at the end");
        }
        String[] words = line.substring(1, line.length() - 1).strip().split("\\s+", -1);
        if (words.length > 2) {
            throw new SetupException(place + ": [kind] or [kind name] expected");
        }
        return new Section(words[0], words.length == 2 ? words[1] : "", place);
    }

    private static void entry(Section section, String line, String place) throws SetupException {
        int equals = line.indexOf('=');
        if (equals <= 0) {
            throw new SetupException(place + ": name = value expected");
        }
        String value = line.substring(equals + 1).strip();
        if (value.isEmpty()) {
            throw new SetupException(place + ": no value; leave the line out for the default");
        }
        if (value.contains("${")) {
            throw new SetupException(place + ": ${ is not substituted here; write the value itself");
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new SetupException(place + ": a control character");
        }
        section.add(line.substring(0, equals).strip(), value, place);
    }
}
