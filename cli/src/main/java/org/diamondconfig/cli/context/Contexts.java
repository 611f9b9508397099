/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.context;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;

/**
 * The file of contexts: JSON, replaced as a whole, readable by its owner alone. Immutable.
 *
 * <pre>
 * {"current":"dev","contexts":{"dev":{"server":"localhost:8080","namespace":"shop","token":"dmt_..."}}}
 * </pre>
 *
 * @param current the one that is used unless another is named; may be empty
 * @param all by name
 */
public record Contexts(String current, Map<String, Context> all) {

    /** Copies. */
    public Contexts {
        all = Map.copyOf(all);
    }

    /** What the file holds; nothing if there is none. */
    public static Contexts read(Path file) {
        if (!Files.exists(file)) {
            return new Contexts("", Map.of());
        }
        try {
            JsonObject json = Json.parseObject(Files.readAllBytes(file));
            Map<String, Context> all = new TreeMap<>();
            if (json.has("contexts")) {
                JsonObject contexts = json.object("contexts");
                contexts.names().forEach(name -> all.put(name, Context.read(contexts.object(name))));
            }
            Contexts contexts = new Contexts(json.optionalString("current").orElse(""), all);
            if (all.values().stream().anyMatch(Context::secret) && OwnFile.othersMayRead(file)) {
                throw new Refused(Exit.ACCESS, file + ": others may read it, and it holds a token; chmod 600 " + file);
            }
            return contexts;
        } catch (IOException e) {
            throw new Refused(Exit.FAILED, file + ": cannot be read: " + Refused.reason(e));
        } catch (IllegalArgumentException e) {
            throw new Refused(Exit.USAGE, file + ": is not a file of contexts: " + e.getMessage());
        }
    }

    /** Puts it into the file, whole or not at all. */
    public void write(Path file) {
        JsonWriter json = new JsonWriter()
                .object()
                .field("current", current)
                .name("contexts")
                .object();
        new TreeMap<>(all).forEach((name, context) -> {
            json.name(name).object();
            new TreeMap<>(context.members()).forEach(json::field);
            json.endObject();
        });
        String text = json.endObject().endObject().toString();
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path next = OwnFile.createBeside(file);
            try {
                Files.writeString(next, text + '\n', StandardCharsets.UTF_8);
                Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(next); // it was moved, or nobody will look for the token in it
            }
        } catch (IOException e) {
            throw new Refused(Exit.FAILED, file + ": cannot be written: " + Refused.reason(e));
        }
    }

    /** The same with this one. */
    public Contexts with(String name, Context context) {
        Map<String, Context> changed = new TreeMap<>(all);
        changed.put(name, context);
        return new Contexts(current.isEmpty() ? name : current, changed);
    }

    /** The same without it. */
    public Contexts without(String name) {
        Map<String, Context> changed = new TreeMap<>(all);
        changed.remove(require(name));
        return new Contexts(current.equals(name) ? "" : current, changed);
    }

    /** The same, using that one. */
    public Contexts using(String name) {
        return new Contexts(require(name), all);
    }

    /** The one of this name. */
    public Context get(String name) {
        return all.get(require(name));
    }

    private String require(String name) {
        if (!all.containsKey(name)) {
            throw new Refused(
                    Exit.USAGE,
                    "there is no context " + name + "; there is "
                            + (all.isEmpty() ? "none yet" : String.join(", ", new TreeMap<>(all).keySet())));
        }
        return name;
    }
}
