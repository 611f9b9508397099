/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.document;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.problem.PreconditionFailed;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.problem.Unavailable;

/**
 * The documents about who may do what: configurations of a namespace that no caller reaches, so that they are dumped, told and
 * swept like all others. Thread-safe. They are read from this node's own copy and written to the database.
 */
public interface Documents {

    /** The namespace of all of them. */
    String NAMESPACE = Access.RESERVED;

    /**
     * One of them. Immutable.
     *
     * @param group what it is about
     * @param name unique in the group
     * @param version that holds the content
     */
    record Document(String group, String name, long version, String json) {}

    /**
     * What this node has of it.
     *
     * @throws Unavailable DUMP_LOADING while that is not known
     */
    Optional<Document> find(String group, String name);

    /** The version that this node has of it, be it that of its removal; 0 when it knows of none. */
    long version(String group, String name);

    /** As {@link #find}, once this node has at least this version of it, waiting at most this long. */
    Optional<Document> await(String group, String name, long version, Duration bound);

    /** Whether this node has all there are. */
    boolean isComplete();

    /** All of a group that this node has, in the order of their names. */
    List<Document> all(String group);

    /**
     * What the database has of it at this moment.
     *
     * @throws ProblemException if it cannot be asked now
     */
    Optional<Document> stored(String group, String name);

    /**
     * Whether the database holds any of a group.
     *
     * @throws ProblemException if it cannot be asked now
     */
    boolean any(String group);

    /**
     * Writes one; this node has it when the call returns.
     *
     * @param expected the version that is replaced; 0 = there must be none
     * @return the version that it now has
     * @throws PreconditionFailed if another stands there
     * @throws ProblemException if the database cannot take it now
     */
    long write(Caller caller, Document document, long expected);

    /**
     * Removes one, whichever version it has; nothing happens when there is none.
     *
     * @throws ProblemException if the database cannot take it now
     */
    void remove(Caller caller, String group, String name);

    /**
     * Removes this version of it; nothing happens when another one, or none, stands there by now.
     *
     * @throws ProblemException if the database cannot take it now
     */
    void removeIf(Caller caller, Document document);
}
