/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.audit;

import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;

/**
 * The file {@code audit-pending.jsonl} in the data folder: entries that wait for the database, one a line, mode 0600. Confined to
 * one thread at a time. Lines are synced when they are appended; a crash may tear the last one, which is then passed over. The
 * file goes when all of it is in the trail.
 */
@Component
final class PendingFile {

    static final long MOST_BYTES = 16 << 20;

    private static final Logger LOG = System.getLogger("diamond.audit");

    private final Path file;
    private final long mostBytes;
    private boolean full;

    @Inject
    PendingFile(Settings settings) {
        this(settings.path(Knob.DATA).resolve("audit-pending.jsonl"), MOST_BYTES);
    }

    /** For tests: a file of another size. */
    PendingFile(Path file, long mostBytes) {
        this.file = file;
        this.mostBytes = mostBytes;
    }

    /** Appends these; how many found no room. */
    int append(List<AuditQueue.Waiting> entries) {
        if (entries.isEmpty()) {
            return 0;
        }
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    ownersOnly())) {
                return append(channel, entries);
            }
        } catch (IOException e) {
            LOG.log(
                    Level.ERROR,
                    file + " cannot be written; " + entries.size() + " entries of the audit trail are lost",
                    e);
            return entries.size();
        }
    }

    private int append(FileChannel channel, List<AuditQueue.Waiting> entries) throws IOException {
        StringBuilder lines = new StringBuilder(isTorn(channel) ? "\n" : "");
        int written = 0;
        for (AuditQueue.Waiting entry : entries) {
            String line = line(entry) + "\n";
            if (channel.size() + lines.length() + line.length() > mostBytes) {
                break;
            }
            lines.append(line);
            written++;
        }
        ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
        channel.position(channel.size());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
        if (written < entries.size() && !full) {
            full = true;
            LOG.log(
                    Level.ERROR,
                    "{0} is full; further entries of the audit trail are lost until the database is back",
                    file);
        }
        return entries.size() - written;
    }

    private static boolean isTorn(FileChannel channel) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        return channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n';
    }

    private FileAttribute<?>[] ownersOnly() {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * Hands over what the file holds, and deletes it when that went well.
     *
     * @return how many lines could not be read
     */
    int takeOver(Consumer<List<AuditQueue.Waiting>> taker) {
        if (!Files.exists(file)) {
            return 0;
        }
        try {
            // Not readAllLines, which gives up where a torn line ends within a character.
            List<String> lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            List<AuditQueue.Waiting> entries =
                    lines.stream().flatMap(line -> parse(line).stream()).toList();
            taker.accept(entries);
            Files.delete(file);
            full = false;
            LOG.log(Level.INFO, "{0} entries of {1} are in the audit trail now", entries.size(), file);
            return lines.size() - entries.size();
        } catch (IOException e) {
            LOG.log(Level.WARNING, file + " cannot be taken over; it is tried again", e);
            return 0;
        }
    }

    private static String line(AuditQueue.Waiting waiting) {
        Entry entry = waiting.entry();
        return new JsonWriter()
                .object()
                .field("id", Long.toString(waiting.id()))
                .field("at", waiting.at().toString())
                .field("who", entry.who().subject())
                .field("how", entry.who().how())
                .field("address", entry.who().address())
                .field("traceId", entry.who().traceId())
                .field("action", entry.action())
                .field("namespace", entry.target().namespace())
                .field("group", entry.target().group())
                .field("dataId", entry.target().dataId())
                .field("object", entry.target().object())
                .field("before", entry.versions().before())
                .field("after", entry.versions().after())
                .field("outcome", entry.outcome())
                .field("times", entry.times())
                .endObject()
                .toString();
    }

    private Optional<AuditQueue.Waiting> parse(String line) {
        try {
            JsonObject json = Json.parseObject(line.getBytes(StandardCharsets.UTF_8));
            Entry.Who who = new Entry.Who(
                    json.string("who"), json.string("how"), json.string("address"), json.string("traceId"));
            Entry.Target target = new Entry.Target(
                    json.string("namespace"), json.string("group"), json.string("dataId"), json.string("object"));
            Entry entry = new Entry(
                    who,
                    json.string("action"),
                    target,
                    new Entry.Versions(json.number("before"), json.number("after")),
                    json.string("outcome"),
                    Math.toIntExact(json.number("times")));
            return Optional.of(
                    new AuditQueue.Waiting(Long.parseLong(json.string("id")), entry, Instant.parse(json.string("at"))));
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            LOG.log(Level.WARNING, "A line of " + file + " is not one of ours, or torn; it is passed over", e);
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
