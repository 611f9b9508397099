/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.diamond;

import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.config.Config;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.diamond.Commands.Ask;
import org.diamondconfig.server.dump.ContentSearch;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.dump.Lookup;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Glob;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.gbk.Form;
import org.diamondconfig.server.gbk.Gbk;
import org.diamondconfig.server.gbk.Page;
import org.diamondconfig.server.passage.Sought;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonWriter;
import org.diamondconfig.wire.Md5;

/** The configurations that match, page by page in the order of their keys, as this node serves them. Thread-safe. */
@Component
final class Listing {

    private static final int PAGE = 10;
    private static final int MAX_PAGE = 500;

    /** Most matches when contents are searched. */
    private static final int MAX_MATCHES = 1_000;

    /** Contents beyond this many characters in all are left out of a page. */
    private static final int MAX_CONTENT = 4 << 20;

    private static final String ANY = "*";

    private final Dump dump;
    private final ContentSearch contents;
    private final Configs configs;
    private final Access access;
    private final Ticker ticker;

    @Inject
    Listing(Dump dump, ContentSearch contents, Configs configs, Access access, Ticker ticker) {
        this.dump = dump;
        this.contents = contents;
        this.configs = configs;
        this.access = access;
        this.ticker = ticker;
    }

    /** Those of exactly this dataId and group, as far as they are named. */
    Page exact(Ask ask) {
        return page(ask, matching(ask, Listing::isNamed));
    }

    /** Those whose names are like dataId and group, and whose content holds {@code content}. */
    Page like(Ask ask) {
        return page(ask, matching(ask, Listing::isLike));
    }

    private interface Naming {
        Predicate<String> of(String wanted);
    }

    private static Predicate<String> isNamed(String wanted) {
        return wanted::equals;
    }

    /** A name with {@code *} for any characters, or a part of one. */
    private static Predicate<String> isLike(String wanted) {
        return Glob.of(wanted.contains(ANY) ? wanted : ANY + wanted + ANY);
    }

    private List<ConfigKey> matching(Ask ask, Naming naming) {
        access.checkNamespace(ask.caller(), Action.READ, ConfigKey.PUBLIC);
        Form form = ask.form();
        Predicate<String> dataId = wanted(form.text("dataId"), naming);
        Predicate<String> group = wanted(form.text("group"), naming);
        Predicate<ConfigKey> among = key -> key.namespace().isEmpty()
                && dataId.test(key.dataId())
                && group.test(key.group())
                && access.allows(ask.caller(), Action.READ, key);
        String content = form.text("content");
        boolean named = !(form.text("dataId") + form.text("group")).isBlank();
        return content.isBlank() || !named ? contents.keys(among) : holding(content, among);
    }

    private static Predicate<String> wanted(String name, Naming naming) {
        return name.isBlank() ? any -> true : naming.of(name);
    }

    private List<ConfigKey> holding(String content, Predicate<ConfigKey> among) {
        String part = content.replaceAll("^\\*+|\\*+$", "");
        if (part.isEmpty() || part.contains(ANY)) {
            throw new BadRequest("BAD_PARAMETER", "content: a piece of text, with * at its ends only");
        }
        Sought text = Sought.text(part, ticker);
        return contents.find(new ContentSearch.Query<>(text, among, Optional.empty(), MAX_MATCHES)).found().stream()
                .map(hit -> hit.entry().key())
                .toList();
    }

    private Page page(Ask ask, List<ConfigKey> keys) {
        int size = number(ask.form(), "pageSize", PAGE, MAX_PAGE);
        int pages = (keys.size() + size - 1) / size;
        int number = number(ask.form(), "pageNo", 1, Integer.MAX_VALUE);
        JsonWriter json = new JsonWriter()
                .object()
                .field("totalCount", keys.size())
                .field("pageNumber", number)
                .field("pagesAvailable", pages)
                .name("pageItems")
                .array();
        int room = MAX_CONTENT;
        long from = Math.min(keys.size(), (number - 1L) * size);
        for (ConfigKey key : keys.subList((int) from, (int) Math.min(keys.size(), from + size))) {
            Optional<String> content = content(key, ask.caller());
            String shown = content.isPresent() && content.get().length() <= room ? content.get() : null;
            room -= shown == null ? 0 : shown.length();
            write(json, key, shown);
        }
        return Page.json(200, json.endArray().endObject());
    }

    private static int number(Form form, String name, int otherwise, int most) {
        String text = form.text(name).strip();
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("-?[0-9]{1,18}")) {
            throw new BadRequest("BAD_PARAMETER", name + ": a whole number expected");
        }
        return (int) Math.max(1, Math.min(most, Long.parseLong(text)));
    }

    private Optional<String> content(ConfigKey key, Caller caller) {
        return dump.read(key, caller) instanceof Lookup.Found found
                ? found.entry().content().map(utf8 -> new String(utf8, StandardCharsets.UTF_8))
                : Optional.empty();
    }

    /** One configuration as the database holds it. */
    Page detail(Ask ask) {
        ConfigKey key = ask.form().key();
        access.check(ask.caller(), Action.READ, key);
        Config config = configs.find(key)
                .filter(Config::present)
                .orElseThrow(() -> new NotFound("CONFIG_NOT_FOUND", "There is no configuration of that name."));
        JsonWriter json = new JsonWriter();
        write(json, key, config.content());
        return Page.json(200, json);
    }

    private static void write(JsonWriter json, ConfigKey key, String content) {
        json.object()
                .field("id", 0)
                .field("dataId", key.dataId())
                .field("group", key.group())
                .field("content", content)
                .field("md5", content == null ? null : Md5.hex(Gbk.encode(content)))
                .endObject();
    }
}
