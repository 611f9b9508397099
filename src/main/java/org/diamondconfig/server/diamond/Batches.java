/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.diamond;

import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.config.Config;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.config.Configs.BatchResult;
import org.diamondconfig.server.config.Publication;
import org.diamondconfig.server.diamond.Commands.Ask;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.dump.Lookup;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.gbk.Form;
import org.diamondconfig.server.gbk.Gbk;
import org.diamondconfig.server.gbk.Page;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.problem.TooLarge;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonWriter;
import org.diamondconfig.wire.Md5;

/** Many configurations of one group by one request, each with a status of its own. Thread-safe. */
@Component
final class Batches {

    /** Most keys of one request that reads. */
    private static final int MAX_READ = 500;

    /** Most keys of one request that publishes. */
    private static final int MAX_PUBLISHED = 100;

    /** Contents beyond this many characters in all are refused; they are read one by one. */
    private static final int MAX_CONTENT = 4 << 20;

    private static final int NOT_WHOLE = 412;

    private final Dump dump;
    private final Configs configs;
    private final Access access;

    @Inject
    Batches(Dump dump, Configs configs, Access access) {
        this.dump = dump;
        this.configs = configs;
        this.access = access;
    }

    /** What became of one key; the numbers and words are the original's. */
    private enum Status {
        ERROR(-1, ""),
        EXISTS(1, "config exits"),
        ABSENT(2, "config not exits"),
        ADDED(3, "add success"),
        UPDATED(4, "update success");

        private final int number;
        private final String message;

        Status(int number, String message) {
            this.number = number;
            this.message = message;
        }
    }

    /** One key in an answer; the content is null unless it was read. */
    private record Item(String dataId, Status status, String message, String content) {

        static Item of(String dataId, Status status) {
            return new Item(dataId, status, status.message, null);
        }

        static Item failed(String dataId, ProblemException e) {
            return new Item(dataId, Status.ERROR, e.code() + ' ' + e.getMessage(), null);
        }

        static Item read(String dataId, String content) {
            return new Item(dataId, Status.EXISTS, Status.EXISTS.message, content);
        }
    }

    /** What this node serves of each of {@code dataIds}; 412, and the same body, if one could not be read. */
    Page read(Ask ask) {
        List<Item> items = each(ask, this::served);
        boolean whole = items.stream().noneMatch(item -> item.status == Status.ERROR);
        return answer(whole ? 200 : NOT_WHOLE, ask, items);
    }

    /** What the database holds of each of {@code dataIds}. */
    Page query(Ask ask) {
        return answer(200, ask, each(ask, this::stored));
    }

    private List<Item> each(Ask ask, Function<ConfigKey, Item> reading) {
        List<String> dataIds = ask.form().list("dataIds");
        requireFew(dataIds, MAX_READ);
        List<Item> items = new ArrayList<>();
        int room = MAX_CONTENT;
        for (String dataId : dataIds) {
            Item item;
            try {
                ConfigKey key = ask.form().key(dataId);
                access.check(ask.caller(), Action.READ, key);
                item = fitting(reading.apply(key), room);
            } catch (ProblemException e) {
                item = Item.failed(dataId, e);
            }
            room -= item.content == null ? 0 : item.content.length();
            items.add(item);
        }
        return items;
    }

    private static void requireFew(List<String> items, int most) {
        if (items.size() > most) {
            throw new TooLarge("TOO_MANY_ITEMS", "At most " + most + " configurations in one request.");
        }
    }

    private static Item fitting(Item item, int room) {
        if (item.content != null && item.content.length() > room) {
            throw new TooLarge("BATCH_TOO_LARGE", "The contents are too much for one answer; read this one by itself.");
        }
        return item;
    }

    private Item served(ConfigKey key) {
        Lookup now = dump.read(key, Caller.SYSTEM);
        if (now instanceof Lookup.Found found) {
            return found.entry()
                    .content()
                    .map(utf8 -> Item.read(key.dataId(), new String(utf8, StandardCharsets.UTF_8)))
                    .orElseThrow(Lookup::loading);
        }
        if (now instanceof Lookup.Absent) {
            return Item.of(key.dataId(), Status.ABSENT);
        }
        throw Lookup.loading();
    }

    private Item stored(ConfigKey key) {
        return configs.find(key)
                .filter(Config::present)
                .map(config -> Item.read(key.dataId(), config.content()))
                .orElseGet(() -> Item.of(key.dataId(), Status.ABSENT));
    }

    /** Publishes each item of {@code allDataIdAndContent}; one that fails holds up no other. */
    Page publish(Ask ask) {
        List<String> lines = List.of(ask.form().required("allDataIdAndContent").split(String.valueOf(Form.LINE)));
        requireFew(lines, MAX_PUBLISHED);
        Item[] items = new Item[lines.size()];
        List<Integer> places = new ArrayList<>();
        List<Publication> wishes = new ArrayList<>();
        for (int i = 0; i < items.length; i++) {
            String[] words = lines.get(i).split(String.valueOf(Form.WORD), 2);
            try {
                wishes.add(wish(ask, words));
                places.add(i);
            } catch (ProblemException e) {
                items[i] = Item.failed(words[0], e);
            }
        }
        List<Boolean> there = wishes.stream().map(this::isThere).toList();
        List<BatchResult> results = configs.publishAll(ask.caller(), wishes);
        IntStream.range(0, results.size()).forEach(i -> items[places.get(i)] = published(results.get(i), there.get(i)));
        return answer(200, ask, List.of(items));
    }

    private Publication wish(Ask ask, String... words) {
        if (words.length < 2 || words[1].isBlank()) {
            throw new BadRequest("BAD_PARAMETER", "allDataIdAndContent: items of dataId and content expected");
        }
        ConfigKey key = ask.form().key(words[0]);
        access.check(ask.caller(), Action.PUBLISH, key);
        return Publication.of(key, words[1]);
    }

    private boolean isThere(Publication wish) {
        return configs.find(wish.key()).filter(Config::present).isPresent();
    }

    private static Item published(BatchResult result, boolean wasThere) {
        String dataId = result.key().dataId();
        return result.problem()
                .map(problem -> Item.failed(dataId, problem))
                .orElseGet(() -> Item.of(dataId, wasThere ? Status.UPDATED : Status.ADDED));
    }

    private static Page answer(int status, Ask ask, List<Item> items) {
        String group = ask.form().group();
        JsonWriter json = new JsonWriter().array();
        for (Item item : items) {
            json.object()
                    .field("id", 0)
                    .field("lastModifiedTs", 0)
                    .field("dataId", item.dataId)
                    .field("group", group)
                    .field("content", item.content)
                    .field("md5", item.content == null ? null : Md5.hex(Gbk.encode(item.content)))
                    .field("status", item.status.number)
                    .field("message", item.message)
                    .endObject();
        }
        return Page.json(status, json.endArray());
    }
}
