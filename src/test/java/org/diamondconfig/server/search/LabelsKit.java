/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.search.LabelStore.Labelled;
import org.junit.jupiter.api.BeforeEach;

/** Two configurations with labels and one without, and a database that tells how often it was asked for labels. */
abstract class LabelsKit extends SearchKit {

    static final Optional<String> ALL = Optional.empty();

    /** Nobody waits that long, whatever else the machine does. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    /** How often the database was asked for rows. */
    final AtomicInteger questions = new AtomicInteger();

    /** What it does at each question. */
    volatile Runnable database = () -> {};

    @BeforeEach
    void publishSome() {
        publish("a", List.of("eu", "prod"), "");
        publish("b", List.of("eu"), "shop");
        publish("plain", List.of(), "");
    }

    /** Labels of a node, which are read in slices of so many rows, at most so many. */
    Labels labels(Scheduler scheduler, Duration patience, int slice, int most) {
        Labels made = new Labels(means(slice, most), scheduler, patience);
        node.dumped().observedBy(made::onDumped);
        return made;
    }

    LabelReading.Means means(int slice, int most) {
        // Its time is looked at once before each question.
        Configs.Bounds counting = new Configs.Bounds(1, PATIENCE, () -> {
            questions.incrementAndGet();
            database.run();
            return ticker.nanos();
        });
        LabelStore store = new LabelStore(this.store.database(), counting, slice);
        return new LabelReading.Means(store, node.dump(), bounds(PATIENCE), most);
    }

    /** Has this done at the question of this number. */
    void atQuestion(int number, Runnable what) {
        database = () -> {
            if (questions.get() == number) {
                what.run();
            }
        };
    }

    static List<String> told(Collection<Labelled> labelled) {
        return labelled.stream()
                .map(one -> one.key().dataId() + " " + one.tags() + one.app().orElse(""))
                .sorted()
                .toList();
    }
}
