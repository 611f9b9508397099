/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.diamond;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.aggregate.Aggregates;
import org.diamondconfig.server.aggregate.Datum;
import org.diamondconfig.server.aggregate.DatumChange;
import org.diamondconfig.server.diamond.Commands.Ask;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.gbk.Form;
import org.diamondconfig.server.gbk.Page;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.wire.ConfigKey;

/**
 * Datums published, listed and removed through this face: by their ids, or as the oldest clients do, which have the id stand in
 * the content. Thread-safe.
 */
@Component
final class DatumCommands {

    /** Content of a datum that a list shows. */
    private static final int SHOWN = 100;

    private static final int PAGE = 500;

    private static final String SUBSCRIPTION = "NS_DIAMOND_SUBSCRIPTION_TOPIC_";
    private static final String NO_ID = "noDatumId";

    private final Aggregates aggregates;
    private final Access access;

    @Inject
    DatumCommands(Aggregates aggregates, Access access) {
        this.aggregates = aggregates;
        this.access = access;
    }

    /** Publishes {@code content} as the datum {@code datumId}. */
    Page add(Ask ask) {
        return publish(ask, ask.form().required("datumId"), ask.form().required("content"));
    }

    /** Publishes {@code content} as a datum of an id that follows from the key or the content. */
    Page post(Ask ask) {
        String content = ask.form().required("content");
        boolean subscription = ask.form().key().dataId().startsWith(SUBSCRIPTION);
        return publish(ask, subscription ? content.strip().split("\\s", 2)[0] : NO_ID, content);
    }

    /** Publishes a datum whose id stands in {@code content}, before the content proper. */
    Page update(Ask ask) {
        String[] parts = ask.form().required("content").split(String.valueOf(Form.WORD), 2);
        if (parts.length < 2) {
            throw new BadRequest("BAD_PARAMETER", "content: a datumId, the character 2 and the content expected");
        }
        return publish(ask, parts[0], parts[1]);
    }

    private Page publish(Ask ask, String datumId, String content) {
        ConfigKey key = ask.form().key();
        access.check(ask.caller(), Action.PUBLISH, key);
        return change(DatumChange.publish(ask.caller(), key, datumId, content));
    }

    /** Removes a datum; it is no error that there is none. */
    Page remove(Ask ask) {
        ConfigKey key = ask.form().key();
        String datumId = ask.form().required("datumId");
        access.check(ask.caller(), Action.REMOVE, key);
        return remove(ask.caller(), key, datumId);
    }

    private Page remove(Caller caller, ConfigKey key, String datumId) {
        try {
            return change(DatumChange.remove(caller, key, datumId));
        } catch (NotFound absent) {
            return Page.OK;
        }
    }

    /** Removes each datum that has this {@code content}. */
    Page removeByContent(Ask ask) {
        ConfigKey key = ask.form().key();
        String content = ask.form().required("content");
        access.check(ask.caller(), Action.REMOVE, key);
        try {
            return Publishing.ofKind(
                    isNoAggregate(key),
                    () -> all(key).stream()
                            .filter(datum -> datum.content().equals(content))
                            .forEach(datum -> remove(ask.caller(), key, datum.datumId())));
        } catch (NotFound absent) {
            return Page.OK;
        }
    }

    private Page change(DatumChange change) {
        return Publishing.ofKind(isNoAggregate(change.key()), () -> aggregates.change(change));
    }

    /** The datums of a key, one a line, their contents cut short; 404 if there is none. */
    Page list(Ask ask) {
        ConfigKey key = ask.form().key();
        access.check(ask.caller(), Action.READ, key);
        StringBuilder lines = new StringBuilder();
        Page outcome = Publishing.ofKind(isNoAggregate(key), () -> all(key).forEach(datum -> write(datum, lines)));
        return outcome.status() == 200 ? Page.text(lines.toString()) : outcome;
    }

    private static void write(Datum datum, StringBuilder lines) {
        String content = datum.content();
        String shown = content.length() <= SHOWN ? content : content.substring(0, SHOWN) + "...";
        lines.append(datum.datumId()).append('=').append(shown).append("\r\n");
    }

    private List<Datum> all(ConfigKey key) {
        List<Datum> all = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            Datum.Page page = aggregates.list(key, next, PAGE);
            all.addAll(page.datums());
            next = page.next();
        } while (next.isPresent());
        return all;
    }

    private static String isNoAggregate(ConfigKey key) {
        return key.dataId() + " ISNOT aggr";
    }
}
