/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.poll;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.config.Config;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.dump.Lookup;
import org.diamondconfig.server.dump.ReadAnswer;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.ClientHeader;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.ETag;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.watch.Answer;
import org.diamondconfig.server.watch.Answer.Rendering;
import org.diamondconfig.server.watch.Answer.Reply;
import org.diamondconfig.server.watch.Changes;
import org.diamondconfig.server.watch.HeldPolls;
import org.diamondconfig.server.watch.HeldPolls.Ask;
import org.diamondconfig.server.watch.PollLimits;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Probe;

/**
 * One configuration, read: at once, at some version or later, from the database, or when it is no longer what the client has.
 * Plain reads of the dump and reads that wait are mostly answered before they come here, with the same bytes: the latter by
 * {@link HotPoll} with {@link #hold}. Thread-safe.
 */
@Component
@Path("/config")
public class ReadResource {

    private static final Set<String> KNOWN = Query.keyAnd("level", "minVersion", "wait");

    /** Where a read looks. */
    enum Level {
        DUMP,
        DATABASE
    }

    /** What one request asks for. */
    private record Wish(
            Caller caller, ConfigKey key, Level level, OptionalLong minVersion, Optional<ETag.Match> ifNoneMatch) {}

    private final Dump dump;
    private final Configs configs;
    private final Access access;
    private final HeldPolls polls;
    private final PollLimits limits;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public ReadResource() {
        this(null, null, null, null, null);
    }

    @Inject
    public ReadResource(Dump dump, Configs configs, Access access, HeldPolls polls, PollLimits limits) {
        this.dump = dump;
        this.configs = configs;
        this.access = access;
        this.polls = polls;
        this.limits = limits;
    }

    /** Reads; with {@code wait} and If-None-Match it waits until the key is another one than the client has. */
    @GET
    public void read(@Context HttpServletRequest request, @Suspended AsyncResponse response) {
        hold(request, once -> Answer.of(response, once));
    }

    /**
     * Reads what is asked, and answers it at once or holds it.
     *
     * @param back the way back to the client, made once nothing but the polls can refuse the request
     */
    void hold(HttpServletRequest request, Function<Rendering, Answer> back) {
        Query query = Query.of(request, KNOWN);
        Optional<Duration> wait = query.duration("wait", limits.longestHold());
        Wish wish = new Wish(
                Door.caller(request),
                query.key(),
                query.choice("level", Level.class).orElse(Level.DUMP),
                query.version("minVersion"),
                ETag.ifNoneMatch(request));
        if (wait.isPresent()
                && (wish.level() == Level.DATABASE || wish.minVersion().isPresent())) {
            throw new BadRequest("BAD_PARAMETER", "wait: not with level=database or minVersion");
        }
        Once once = new Once(wish);
        Optional<Probe> probe = wait.flatMap(any -> probe(wish));
        if (probe.isEmpty()) {
            Reply now = read(wish);
            back.apply(once).send(now);
            return;
        }
        ClientHeader client = Door.client(request);
        ClientHeader slot = client.inSlot(client.slot() + ' ' + wish.key());
        polls.hold(
                new Ask(wish.caller(), slot, probe.get(), limits.hold(wait), back.apply(once), Door.standing(request)));
    }

    /** What the client holds, if that is what this node has; else there is nothing to wait for. */
    private Optional<Probe> probe(Wish wish) {
        access.check(wish.caller(), Action.READ, wish.key());
        Optional<ETag> had = wish.ifNoneMatch().flatMap(ETag.Match::tag);
        Lookup now = dump.find(wish.key(), wish.caller());
        if (now instanceof Lookup.Found found) {
            var entry = found.entry();
            Probe.Item item = new Probe.Item(
                    wish.key(), OptionalLong.of(entry.version()), entry.md5(), Optional.of(entry.type()));
            return had.filter(ETag.of(entry.epoch(), entry.version())::equals).map(same -> probe(entry.epoch(), item));
        }
        if (now instanceof Lookup.Absent absent) {
            Probe.Item item = new Probe.Item(wish.key(), OptionalLong.of(absent.version()), "");
            return had.filter(ETag.of(absent.epoch(), absent.version())::equals)
                    .map(same -> probe(absent.epoch(), item));
        }
        return Optional.empty();
    }

    private static Probe probe(Epoch epoch, Probe.Item item) {
        return new Probe(Optional.of(epoch), List.of(item));
    }

    private Reply read(Wish wish) {
        access.check(wish.caller(), Action.READ, wish.key());
        ReadAnswer found = wish.level() == Level.DATABASE ? inDatabase(wish) : inDump(wish);
        Map<String, String> headers = new LinkedHashMap<>();
        found.headers(headers::put);
        if (wish.ifNoneMatch().isPresent() && fits(wish.ifNoneMatch().get(), found)) {
            return new Reply(Reply.NOT_MODIFIED, headers, new byte[0]);
        }
        headers.put("Content-Type", ReadAnswer.CONTENT_TYPE);
        return new Reply(200, headers, found.content().orElseThrow(Lookup::loading));
    }

    private static boolean fits(ETag.Match match, ReadAnswer found) {
        return match.isAny() || found.hasEtag(match.tag().get().toString());
    }

    private ReadAnswer inDump(Wish wish) {
        Lookup lookup = wish.minVersion().isEmpty() ? dump.read(wish.key(), wish.caller()) : awaited(wish);
        if (lookup instanceof Lookup.Found found) {
            return found.entry().answer();
        }
        if (lookup instanceof Lookup.Absent absent) {
            throw notFound(absent.epoch(), absent.version());
        }
        throw Lookup.loading();
    }

    /** What there is once the version is reached, be it that the key is absent. Another server may have seen more than this. */
    private Lookup awaited(Wish wish) {
        long least = wish.minVersion().getAsLong();
        Lookup lookup = dump.awaitVersion(wish.key(), wish.caller(), least, limits.minVersionWait());
        boolean reached = lookup instanceof Lookup.Found found
                ? found.entry().version() >= least
                : lookup instanceof Lookup.Absent absent && absent.version() >= least;
        if (!reached) {
            throw new Unavailable("VERSION_NOT_REACHED", "This server has not seen that version yet.", 1);
        }
        return lookup;
    }

    private ReadAnswer inDatabase(Wish wish) {
        Config config = configs.find(wish.key()).orElseThrow(this::neverThere);
        if (!config.present()) {
            throw notFound(config.epoch(), config.version());
        }
        byte[] content = config.content().getBytes(StandardCharsets.UTF_8);
        return ReadAnswer.ofDatabase(config.epoch(), config.version(), config.md5(), config.type(), content);
    }

    /** The database knows no such key, of the store that this node follows. */
    private NotFound neverThere() {
        return dump.epoch()
                .map(epoch -> notFound(epoch, 0))
                .orElseGet(() -> new NotFound("CONFIG_NOT_FOUND", "There is no configuration of that name."));
    }

    private static NotFound notFound(Epoch epoch, long version) {
        return new NotFound("CONFIG_NOT_FOUND", "There is no configuration of that name.", epoch, version);
    }

    /** However the wait ends, the read is done then: it finds the change, or that there was none. */
    private final class Once implements Rendering {

        private final Wish wish;

        Once(Wish wish) {
            this.wish = wish;
        }

        @Override
        public Reply changed(Changes changes) {
            return read(wish);
        }

        @Override
        public Reply unchanged() {
            return read(wish);
        }
    }
}
