/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.diamondconfig.server.dump.ConfigDumped;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.http.ClientHeader;
import org.diamondconfig.server.problem.TooMany;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.watch.Answer.Rendering;
import org.diamondconfig.server.watch.Answer.Reply;
import org.diamondconfig.server.watch.Changes.Differences;
import org.diamondconfig.server.watch.HeldPoll.End;
import org.diamondconfig.server.watch.Served.State;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Probe;

/**
 * The polls that wait on this node. Each ends once: a change of what it watches wakes it, its time expires, its client's next
 * poll supersedes it, or the node drains; they meet in one compare-and-set, and the losers do nothing. Thread-safe.
 */
@Component
public final class HeldPolls {

    /**
     * What a client asks, and the way back to it.
     *
     * @param client what the client says of itself; its slot tells several polls of it apart, the next one in a slot ends the
     *     one before
     * @param hold how long it may be held, at most {@link #longestHold}
     * @param standing whether what let the caller in is still good; asked once, when the poll can be {@linkplain #dismiss dismissed}
     */
    public record Ask(
            Caller caller, ClientHeader client, Probe probe, Duration hold, Answer answer, BooleanSupplier standing) {}

    /** Who is told of every poll, by the thread that brings or ends it. Must not block. */
    public interface Follower {

        /** A poll came and is not refused. What it tells is compared with what is served only after this. @return told of its end */
        Departure came(Ask ask);

        /** Told once of the end of one poll. */
        interface Departure {

            /** It is over; the client has been told of these keys, of none if nothing differed. */
            void left(List<ConfigKey> told);
        }
    }

    /** How exactly polls expire. */
    static final Duration TICK = Duration.ofMillis(100);

    private static final Duration MOST_TO_SEND_AWAY = Duration.ofSeconds(2);

    /** A client's next poll with the same is taken for proof that it has forgotten the one before. */
    private record Slot(String subject, String clientId, String name) {}

    private final Served served;
    private final PollLimits limits;
    private final AnswerBatches batches;
    private final Scheduler scheduler;
    private final Ticker ticker;
    private final TimeWheel wheel;
    private final PollIndex index = new PollIndex();
    private final Map<Slot, HeldPoll> slots = new ConcurrentHashMap<>();

    private final Drain drain = new Drain(this::sendAway);

    private volatile Follower follower = ask -> told -> {};
    private volatile Scheduler.Handle turning = () -> {};

    @Inject
    HeldPolls(Served served, PollLimits limits, AnswerBatches batches, Scheduler scheduler, Ticker ticker) {
        this.served = served;
        this.limits = limits;
        this.batches = batches;
        this.scheduler = scheduler;
        this.ticker = ticker;
        this.wheel = new TimeWheel(TICK, limits.longestHold(), ticker.nanos());
    }

    /** From now on this is told of every poll. */
    public void followedBy(Follower watching) {
        follower = watching;
    }

    /** Lets time pass for the polls. */
    public void start() {
        turning = scheduler.every("expiry of held polls", TICK, this::expireDue);
    }

    /** Sends all waiting clients to another server, within two seconds, and holds no poll from now on. */
    public void stop() {
        turning.cancel();
        drain.beginForGood();
    }

    /** Whether clients are sent to another server, and what begins and ends that. */
    public Drain drain() {
        return drain;
    }

    private void sendAway() {
        batches.each(wheel.all(), this::sendAway, MOST_TO_SEND_AWAY);
    }

    /**
     * Answers at once if something differs or nothing is to be waited for, else when something does or time is up.
     *
     * @throws Unavailable DUMP_LOADING, or DRAINING when this node stops, or would have to hold it and drains
     * @throws TooMany TOO_MANY_POLLS
     */
    public void hold(Ask ask) {
        if (drain.isForGood()) {
            throw Drain.refusal();
        }
        HeldPoll poll = new HeldPoll(ask, index, served, ticker.nanos());
        boolean waits = !ask.hold().isZero();
        // Who has no other server to go to comes again, and is told then what changed.
        if (drain.isOn() && waits && poll.differences(served).isEmpty()) {
            throw Drain.refusal();
        }
        if (drain.isOn() || !waits) {
            poll.departure(follower.came(ask));
            answerNow(poll);
            return;
        }
        occupy(poll);
        poll.departure(follower.came(ask));
        // 1. Registered first: from here on a change of its keys finds the poll.
        index.add(poll);
        wheel.add(poll);
        // The same with the end of a session: one before 1 is seen by this look, one after it finds the poll.
        if (!ask.standing().getAsBoolean()) {
            dismiss(poll);
        }
        // 2. Compared second: a change that came before 1 is seen by this look, one that comes after wakes the poll.
        //    The other way round, a change between the two would be seen by neither, and its client would wait in
        //    vain.
        wake(poll, new Round(served));
        // The same with the end of this node: a stop that did not find the poll on the wheel is seen here.
        if (drain.isOn()) {
            sendAway(poll);
        }
    }

    /** Answers a poll that is not to be held, and so stands nowhere. */
    private void answerNow(HeldPoll poll) {
        Differences differences = poll.differences(served);
        poll.left(keys(differences));
        answer(poll, how -> differences.isEmpty() ? how.unchanged() : how.changed(changes(differences)));
    }

    private Changes changes(Differences differences) {
        List<State> states = differences.states();
        return new Changes(states.isEmpty() ? served.epoch() : states.get(0).epoch(), differences);
    }

    /** Takes the poll's slot and counts it; whoever held the slot ends. */
    private void occupy(HeldPoll poll) {
        if (poll.caller().clientId().isEmpty()) {
            limits.admit(poll.caller());
            return;
        }
        Slot slot = slot(poll);
        supersede(slots.get(slot));
        limits.admit(poll.caller());
        // Put only once it is counted: from here on others may settle it, and that counts it out.
        supersede(slots.put(slot, poll));
    }

    private void supersede(HeldPoll poll) {
        if (poll != null && settle(poll, End.SUPERSEDE)) {
            batches.each(List.of(poll), HeldPolls::answerUnchanged);
        }
    }

    /** The node serves another version of a key: those who watch it are told if that makes a difference to them. */
    void onDumped(@Observes ConfigDumped change) {
        List<HeldPoll> watching = index.watching(change.key());
        if (!watching.isEmpty()) {
            Round round = new Round(served);
            batches.tell(change, watching, poll -> wake(poll, round));
        }
    }

    /**
     * What these callers may read is another thing than it was: their polls are told what differs for them now, if anything does.
     * Whoever changes rights lets them take effect first, so that a poll registered meanwhile is compared by the new ones.
     */
    public void reconsider(Predicate<Caller> callers) {
        List<HeldPoll> theirs = waiting(callers);
        if (!theirs.isEmpty()) {
            Round round = new Round(served);
            batches.each(theirs, poll -> wake(poll, round));
        }
    }

    /** Ends the polls of these callers before their time, so that they ask again and it is looked again who they are. */
    public void dismiss(Predicate<Caller> callers) {
        List<HeldPoll> theirs = waiting(callers);
        if (!theirs.isEmpty()) {
            batches.each(theirs, this::dismiss);
        }
    }

    private void dismiss(HeldPoll poll) {
        if (settle(poll, End.DISMISS)) {
            answerUnchanged(poll);
        }
    }

    private List<HeldPoll> waiting(Predicate<Caller> among) {
        return wheel.all().stream().filter(poll -> among.test(poll.caller())).toList();
    }

    /** @return whether this call answered the poll */
    private boolean wake(HeldPoll poll, Round round) {
        if (poll.isSettled()) {
            return false;
        }
        Differences differences = poll.differences(round);
        if (differences.isEmpty() || !settle(poll, End.WAKE, keys(differences))) {
            return false;
        }
        answer(poll, rendering -> rendering.changed(round.changes(differences, this::changes)));
        return true;
    }

    private void expireDue() {
        batches.each(wheel.turn(ticker.nanos()), poll -> {
            if (settle(poll, End.EXPIRE)) {
                answerUnchanged(poll);
            }
        });
    }

    private void sendAway(HeldPoll poll) {
        if (settle(poll, End.DRAIN)) {
            poll.answer().send(drain.reply());
        }
    }

    private static List<ConfigKey> keys(Differences differences) {
        return differences.states().stream().map(State::key).toList();
    }

    private boolean settle(HeldPoll poll, End how) {
        return settle(poll, how, List.of());
    }

    /** Ends the poll and forgets it, unless somebody else did: then it is theirs to answer, and the caller does nothing. */
    private boolean settle(HeldPoll poll, End how, List<ConfigKey> told) {
        if (!poll.settle(how)) {
            return false;
        }
        index.remove(poll);
        wheel.remove(poll);
        slots.remove(slot(poll), poll);
        limits.release(poll.caller(), how);
        poll.left(told);
        return true;
    }

    /** Of the versions that polls are compared with. @throws Unavailable DUMP_LOADING until there are any */
    public Epoch epoch() {
        return served.epoch();
    }

    /** No poll is held longer. */
    public Duration longestHold() {
        return limits.longestHold();
    }

    /** How many keys and prefixes are watched by a held poll. */
    int watchedKeys() {
        return index.keys();
    }

    /** How many polls stand in a slot or wait for their time to be up. */
    int waiting() {
        return Math.max(slots.size(), wheel.all().size());
    }

    private static Slot slot(HeldPoll poll) {
        return new Slot(poll.caller().subject(), poll.caller().clientId(), poll.slot());
    }

    private static void answerUnchanged(HeldPoll poll) {
        answer(poll, Rendering::unchanged);
    }

    private static void answer(HeldPoll poll, Function<Rendering, Reply> outcome) {
        Reply reply;
        try {
            reply = outcome.apply(poll.answer().rendering());
        } catch (RuntimeException e) {
            poll.answer().fail(e);
            return;
        }
        poll.answer().send(reply);
    }
}
