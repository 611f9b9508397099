/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.namespace;

import java.util.List;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;

/** The facade of the namespaces. Thread-safe. */
@Component
public final class Namespaces {

    /** Begins to mend, once a minute, a removal that raced with a publish on another node. */
    public void start() {}

    /** Ends that. */
    public void stop() {}

    /** All of them in the order of their names, the public one first. */
    public List<Namespace> list() {
        throw new UnsupportedOperationException();
    }

    /** Whether keys may be published into it. */
    public boolean exists(String name) {
        throw new UnsupportedOperationException();
    }

    /** Makes one. */
    public Namespace create(Caller caller, String name, String title, String description) {
        throw new UnsupportedOperationException();
    }

    /** Gives one another title and description; the name stays, being part of keys. */
    public Namespace rename(Caller caller, String name, String title, String description) {
        throw new UnsupportedOperationException();
    }

    /** Removes one that holds no keys. */
    public void remove(Caller caller, String name) {
        throw new UnsupportedOperationException();
    }
}
