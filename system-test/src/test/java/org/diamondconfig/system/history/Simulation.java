/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.diamondconfig.system.history.History.Merged;
import org.diamondconfig.system.history.History.Row;
import org.diamondconfig.system.history.Operation.Act;
import org.diamondconfig.system.history.Operation.Kind;
import org.diamondconfig.system.history.Operation.Level;
import org.diamondconfig.system.history.Operation.Outcome;
import org.diamondconfig.system.history.Operation.Span;
import org.diamondconfig.system.history.Operation.Told;

/**
 * A store that is right, and its clients, played through by chance: each operation takes effect at one moment between its
 * begin and its end, clients lag behind but never go back, listeners skip. Confined to one thread.
 */
final class Simulation {

    private static final String EPOCH = "1-0123456789abcdef";
    private static final int CLIENTS = 4;
    private static final int KEYS = 3;
    private static final int STEPS = 150;
    private static final int CHANGES_OF_DATUMS = 40;
    private static final int MICRO = 1_000;
    private static final long MINUTE = 60_000_000_000L;

    /** What a client is about to do, and the moment at which it will have been done. */
    private record Step(String client, long start, long effect, long end) {}

    /** A version and its value. */
    private record State(long version, String value) {

        static final State NEW = new State(0, Operation.ABSENT);
    }

    private final Random random;
    private final List<Operation> operations = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private final List<Merged> merged = new ArrayList<>();
    private final Map<String, List<State>> store = new HashMap<>();
    private final Map<String, Long> seen = new HashMap<>();
    private final Map<String, Long> heard = new HashMap<>();
    private int written;
    private long now;

    private Simulation(long seed) {
        random = new Random(seed);
    }

    /** A right history, always the same for a seed. */
    static History rightHistory(long seed) {
        return new Simulation(seed).run();
    }

    private History run() {
        List<Step> steps = new ArrayList<>();
        for (int client = 1; client <= CLIENTS; client++) {
            // Two threads of one client overlap; what one of them does is in order.
            addThread(steps, "c" + client);
            addThread(steps, "c" + client);
        }
        steps.sort(Comparator.comparingLong(Step::effect));
        for (int client = 1; client <= CLIENTS; client++) {
            for (int key = 0; key < KEYS; key++) {
                add("c" + client + "/l" + key, act(Kind.LISTEN, "k" + key), new Span(0, 0), Outcome.OK);
            }
        }
        steps.forEach(this::play);
        end();
        return new History(operations, rows, merged, List.of(new Span(0, now + MINUTE)));
    }

    private void addThread(List<Step> steps, String client) {
        long time = 1 + random.nextInt(MICRO);
        for (int i = 0; i < STEPS; i++) {
            long effect = time + 1 + random.nextInt(50 * MICRO);
            long end = effect + 1 + random.nextInt(50 * MICRO);
            steps.add(new Step(client, time, effect, end));
            time = end + 1 + random.nextInt(20 * MICRO);
        }
    }

    private void play(Step step) {
        now = step.effect();
        String key = "k" + random.nextInt(KEYS);
        int dice = random.nextInt(100);
        if (dice < 20) {
            write(step, new Act(Kind.PUBLISH, key, "value " + ++written, Operation.ANY_VERSION));
        } else if (dice < 35) {
            long stale = Math.max(0, current(key).version() - random.nextInt(2));
            long expected = random.nextInt(8) == 0 ? 0 : stale;
            write(step, new Act(Kind.PUBLISH_IF, key, "value " + ++written, expected));
        } else if (dice < 40) {
            write(step, act(Kind.REMOVE, key));
        } else if (dice < 60) {
            read(step, key, current(key), Level.DATABASE);
        } else if (dice < 70) {
            read(step, key, at(key, random.nextLong(current(key).version() + 1)), Level.DUMP);
        } else {
            read(step, key, at(key, look(step.client(), key)), Level.CLIENT);
        }
        if (random.nextInt(3) == 0) {
            call(step.client(), key);
        }
    }

    private void write(Step step, Act act) {
        boolean takesEffect = random.nextInt(20) != 0;
        boolean answered = takesEffect && random.nextInt(20) != 0;
        if (takesEffect && !allowed(act)) {
            add(step.client(), act, span(step), told(answered ? Outcome.FAILED : Outcome.UNKNOWN, State.NEW));
            return;
        }
        State state = new State(current(act.key()).version() + 1, act.value());
        if (takesEffect) {
            states(act.key()).add(state);
            rows.add(new Row(act.key(), state.version(), state.value(), EPOCH));
        }
        if (!answered) {
            boolean never = random.nextBoolean();
            Span span = new Span(step.start(), never ? Span.NEVER : step.end());
            add(step.client(), act, span, told(Outcome.UNKNOWN, State.NEW));
        } else {
            boolean silent = act.kind() == Kind.REMOVE && random.nextBoolean();
            seen.merge(step.client() + act.key(), state.version(), Math::max);
            add(step.client(), act, span(step), told(Outcome.OK, silent ? State.NEW : state));
        }
    }

    private boolean allowed(Act act) {
        State state = current(act.key());
        boolean absent = state.value().equals(Operation.ABSENT);
        return switch (act.kind()) {
            case PUBLISH -> true;
            case REMOVE -> !absent;
            default -> act.expected() == 0 ? absent : act.expected() == state.version();
        };
    }

    private void read(Step step, String key, State state, Level level) {
        // Of each client's own dump node: a node does not go back either, but that is no rule.
        String process = level == Level.CLIENT ? step.client() : level == Level.DUMP ? "" : "strong";
        Told told = new Told(Outcome.OK, state.version(), state.value(), EPOCH, level);
        String who = process.isEmpty() ? "n" + operations.size() : process;
        operations.add(new Operation(who, operations.size(), act(Kind.GET, key), span(step), told));
    }

    /** The version that a client has by now: anything between what it had and what there is. */
    private long look(String client, String key) {
        long had = seen.getOrDefault(client + key, 0L);
        long has = had + random.nextLong(current(key).version() - had + 1);
        seen.put(client + key, has);
        return has;
    }

    private void call(String client, String key) {
        String listener = client + "/l" + key.charAt(1);
        long version = look(client, key);
        Long before = heard.put(listener, version);
        if (before == null || before != version) {
            Outcome outcome = random.nextInt(5) == 0 ? Outcome.FAILED : Outcome.OK;
            add(listener, act(Kind.CALL, key), new Span(now, now), told(outcome, at(key, version)));
        }
    }

    private void end() {
        now += 1_000 * MICRO;
        mergeAll();
        for (int client = 1; client <= CLIENTS; client++) {
            for (int key = 0; key < KEYS; key++) {
                String name = "k" + key;
                seen.put("c" + client + name, current(name).version());
                call("c" + client, name);
                Span quiet = new Span(now + MICRO, now + MICRO);
                add("c" + client + "/l" + key, act(Kind.QUIET, name), quiet, told(Outcome.OK, current(name)));
            }
        }
    }

    /** One more key is an aggregate of three datums, which is merged now and then, and read after each merge. */
    private void mergeAll() {
        String key = "k" + KEYS;
        NavigableMap<String, String> datums = new TreeMap<>();
        for (int change = 1; change <= CHANGES_OF_DATUMS; change++) {
            changeDatum(key, change, datums);
            if (change == CHANGES_OF_DATUMS || random.nextBoolean()) {
                merge(key, List.copyOf(datums.values()));
            }
        }
        add("tester", act(Kind.MERGE, key), new Span(now, now), told(Outcome.OK, current(key)));
    }

    private void changeDatum(String key, int change, NavigableMap<String, String> datums) {
        String id = "d" + random.nextInt(3);
        String name = key + "#" + id;
        boolean removal = datums.containsKey(id) && random.nextInt(4) == 0;
        String value = removal ? Operation.ABSENT : "value " + ++written;
        if (removal) {
            datums.remove(id);
        } else {
            datums.put(id, value);
        }
        Act act = new Act(removal ? Kind.REMOVE : Kind.PUBLISH, name, value, Operation.ANY_VERSION);
        now += 10;
        add("c1", act, new Span(now - 5, now), told(Outcome.OK, removal ? State.NEW : new State(change, value)));
        rows.add(new Row(name, change, value, EPOCH, change));
    }

    private void merge(String key, List<String> datums) {
        long version = current(key).version() + 1;
        List<String> last =
                merged.isEmpty() ? List.of() : merged.get(merged.size() - 1).datums();
        if (datums.equals(last)) {
            return;
        }
        State state = new State(version, datums.isEmpty() ? Operation.ABSENT : "merge " + version);
        states(key).add(state);
        rows.add(new Row(key, version, state.value(), EPOCH));
        merged.add(new Merged(key, version, datums, EPOCH));
        now += 10;
        add("n" + operations.size(), act(Kind.GET, key), new Span(now - 5, now), told(Outcome.OK, state));
    }

    private List<State> states(String key) {
        return store.computeIfAbsent(key, name -> new ArrayList<>(List.of(State.NEW)));
    }

    private State current(String key) {
        return states(key).get(states(key).size() - 1);
    }

    private State at(String key, long version) {
        return states(key).get((int) version);
    }

    private void add(String process, Act act, Span span, Outcome outcome) {
        add(process, act, span, told(outcome, State.NEW));
    }

    private void add(String process, Act act, Span span, Told told) {
        operations.add(new Operation(process, operations.size(), act, span, told));
    }

    private static Act act(Kind kind, String key) {
        return new Act(kind, key, Operation.ABSENT, Operation.ANY_VERSION);
    }

    private static Span span(Step step) {
        return new Span(step.start(), step.end());
    }

    private static Told told(Outcome outcome, State state) {
        return new Told(outcome, state.version(), state.value(), EPOCH, Level.CLIENT);
    }
}
