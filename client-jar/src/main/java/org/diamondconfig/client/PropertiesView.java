/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client;

import java.io.IOException;
import java.io.StringReader;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * A configuration in {@code .properties} form, always as it is now. Thread-safe; a read is a look-up in memory.
 *
 * <p>Content that is not in that form is reported in the log, and the properties stay as they were.
 */
public final class PropertiesView implements Subscription {

    private static final System.Logger LOG = System.getLogger(PropertiesView.class.getName());

    private final PropertiesListener listener;
    private volatile Map<String, String> current = Map.of();
    private volatile Subscription subscription = () -> {};
    private boolean told; // confined to the lane of the subscription

    PropertiesView(PropertiesListener listener) {
        this.listener = listener;
    }

    /** Takes what the key has become; called by the one lane of the subscription, or before there is one. */
    void take(Config config) {
        Map<String, String> before = current;
        Map<String, String> now;
        try {
            now = parse(config.content());
        } catch (IOException | IllegalArgumentException e) {
            LOG.log(
                    Level.WARNING,
                    "{0}: version {1} is not in properties form ({2}); the properties stay",
                    config.key(),
                    config.version(),
                    e.getMessage());
            return;
        }
        current = now;
        if (!told || !now.equals(before)) {
            told = true;
            listener.onChange(new PropertiesChange(config, before, now));
        }
    }

    void opened(Subscription made) {
        subscription = made;
    }

    /** The value of this property, if it is there. */
    public Optional<String> value(String name) {
        return Optional.ofNullable(current.get(name));
    }

    /** All properties; an immutable picture of this moment. */
    public Map<String, String> all() {
        return current;
    }

    /** Ends the updates; the properties stay as they are. */
    @Override
    public void close() {
        subscription.close();
    }

    private static Map<String, String> parse(String content) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(content));
        Map<String, String> map = new HashMap<>();
        properties.forEach((name, value) -> map.put((String) name, (String) value));
        return Map.copyOf(map);
    }
}
