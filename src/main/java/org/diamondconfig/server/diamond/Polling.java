/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.diamond;

import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.dump.Lookup;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.gbk.Form;
import org.diamondconfig.server.gbk.GbkTexts;
import org.diamondconfig.server.gbk.Page;
import org.diamondconfig.server.http.ClientHeader;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.problem.TooLarge;
import org.diamondconfig.server.watch.Answer;
import org.diamondconfig.server.watch.HeldPolls;
import org.diamondconfig.server.watch.HeldPolls.Ask;
import org.diamondconfig.wire.Probe;
import org.diamondconfig.wire.ProbeCodec;

/**
 * The poll of this face: the probe's lines, the headers that say whether it may be held, and the polls that are held for all
 * faces alike. Thread-safe.
 *
 * <p>A probe tells the md5 of what its client has in GBK, and held polls compare that of UTF-8. Where the first is that of what
 * is served at this moment, it is translated to the second before the poll is registered; where it is not, it is passed on as
 * it is and differs from everything, which is right. A change that comes in between differs as well.
 */
@Component
final class Polling {

    static final String PROBE = "Probe-Modify-Request";

    private static final String APPLICATION = "Diamond-Client-AppName";
    private static final String VERSION = "Client-Version";

    private final HeldPolls polls;
    private final Dump dump;
    private final Access access;
    private final GbkTexts texts;

    @Inject
    Polling(HeldPolls polls, Dump dump, Access access, GbkTexts texts) {
        this.polls = polls;
        this.dump = dump;
        this.access = access;
        this.texts = texts;
    }

    /**
     * Answers at once if something differs or the client does not wait, else later.
     *
     * @throws ProblemException if the request is refused before it waits
     */
    void poll(HttpServletRequest request, Form form, HttpServletResponse response) throws IOException {
        ClientHeader client = client(request);
        Caller caller = Door.caller(request).of(client.app());
        PollHeaders headers = PollHeaders.of(request);
        Probe probe = translated(probe(form.text(PROBE)), caller);
        AsyncContext context = request.startAsync(request, response);
        Answer answer = Answer.of(context, headers.words());
        try {
            polls.hold(
                    new Ask(caller, client, probe, headers.hold(polls.longestHold()), answer, Door.standing(request)));
        } catch (ProblemException e) {
            Page.of(e).write(response);
            context.complete();
        }
    }

    /** The client as the original's headers name it, too; it has one poll at a time. */
    private static ClientHeader client(HttpServletRequest request) {
        return Door.client(request).inSlot("").orElse(header(request, APPLICATION), header(request, VERSION));
    }

    private static String header(HttpServletRequest request, String name) {
        return Optional.ofNullable(request.getHeader(name)).orElse("").strip();
    }

    private static Probe probe(String lines) {
        if (lines.length() > Probe.MAX_BYTES) {
            throw new TooLarge("BODY_TOO_LARGE", PROBE + ": more than " + Probe.MAX_BYTES + " bytes");
        }
        Probe probe;
        try {
            probe = ProbeCodec.decodeLines(lines);
        } catch (Probe.TooManyItems e) {
            throw new TooLarge("TOO_MANY_ITEMS", e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new BadRequest("BAD_PROBE", e.getMessage());
        }
        if (probe.items().isEmpty()
                || probe.items().stream()
                        .anyMatch(item -> !item.key().namespace().isEmpty())) {
            throw new BadRequest("BAD_PROBE", PROBE + ": lines of dataId, group and md5 expected, at least one");
        }
        return probe;
    }

    private Probe translated(Probe probe, Caller caller) {
        List<Probe.Item> items = new ArrayList<>(probe.items().size());
        for (Probe.Item item : probe.items()) {
            items.add(served(item, caller)
                    .map(md5 -> new Probe.Item(item.key(), OptionalLong.empty(), md5))
                    .orElse(item));
        }
        return new Probe(Optional.empty(), items);
    }

    /** The md5 of UTF-8, if the client has what is served. */
    private Optional<String> served(Probe.Item item, Caller caller) {
        if (item.md5().isEmpty()
                || !access.allows(caller, Action.READ, item.key())
                || !(dump.find(item.key(), caller) instanceof Lookup.Found found)
                || found.entry().md5().equals(item.md5())) {
            return Optional.empty();
        }
        return texts.md5(found.entry())
                .filter(item.md5()::equals)
                .map(same -> found.entry().md5());
    }
}
