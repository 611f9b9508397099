/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.identity;

import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.password.Credential;
import org.diamondconfig.server.password.Credentials;
import org.diamondconfig.server.password.Credentials.Kept;
import org.diamondconfig.server.password.Passwords;
import org.diamondconfig.server.problem.PreconditionFailed;
import org.diamondconfig.server.problem.ProblemException;

/**
 * How the first user comes to be, without a password that anybody could know beforehand. Thread-safe.
 *
 * <p>While the database holds no user, each node makes a secret, in a file of its own that its owner alone can read, and tries to
 * be the first to write that secret's hash as the password of {@code admin}. One succeeds; the others delete their files. The
 * user is made after his password, by whichever node comes first. A crash at any point leaves what the next look, by this node
 * or another, takes up: the file is used again, the password stands, only the user is missing. A secret that nobody used within
 * a day is replaced at the next start, and so is a forgotten password, by who can make a file in the data folder.
 */
@Component
public final class FirstAdmin {

    /** The name of the first user. */
    static final String NAME = "admin";

    private static final Logger LOG = System.getLogger("diamond.signin");
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration TIDY = Duration.ofMinutes(1);
    private static final int MOST_FILE = 4096;

    private final Users users;
    private final Credentials credentials;
    private final Passwords passwords;
    private final SecretFile file;
    private final Means means;
    private final Optional<Path> given;
    private final boolean wanted;

    private volatile Scheduler.Handle looking = () -> {};

    /** Time and threads. */
    @Component
    record Means(Scheduler scheduler, InstantSource clock, Settings settings) {

        @Inject
        Means {}
    }

    @Inject
    FirstAdmin(Users users, Credentials credentials, Passwords passwords, SecretFile file, Means means) {
        this.users = users;
        this.credentials = credentials;
        this.passwords = passwords;
        this.file = file;
        this.means = means;
        Settings settings = means.settings();
        given = settings.isSet(Knob.ADMIN_PASSWORD_FILE)
                ? Optional.of(Path.of(settings.text(Knob.ADMIN_PASSWORD_FILE)))
                : Optional.empty();
        wanted = given.isPresent() || !Access.isOpen(settings);
    }

    /**
     * Begins to see to it that there is a user, as soon as the database can be asked.
     *
     * @throws IllegalArgumentException if a password is to be read from a file, and cannot
     */
    public void start() {
        given.ifPresent(this::readGiven);
        if (wanted) {
            file.closeFolder();
            looking = means.scheduler().every("first admin", PERIOD, this::look);
        }
    }

    /** Ends it. */
    public void stop() {
        looking.cancel();
    }

    /** Looks whether there is a user, and makes one if not. */
    void look() {
        try {
            Optional<Kept> before = credentials.find(NAME);
            if (users.nobody()) {
                if (before.filter(this::isWaiting).isPresent() || propose(before)) {
                    users.makeAdmin(NAME);
                }
            } else if (file.isResetWanted() || before.filter(this::isMissed).isPresent()) {
                renew(before);
            } else {
                settle();
            }
        } catch (ProblemException e) {
            LOG.log(Level.DEBUG, "Whether there is a user is looked at again in a second", e);
        } catch (IOException e) {
            LOG.log(Level.ERROR, file.path() + " cannot be written, so that nobody can sign in; it is tried again", e);
        }
    }

    /** Puts another first password in the place of one that is over or forgotten. */
    private void renew(Optional<Kept> before) throws IOException {
        file.delete();
        if (propose(before)) {
            users.makeAdmin(NAME);
            file.resetIsDone();
        }
    }

    /** Whether this is a first password that nobody used in its time. */
    private boolean isMissed(Kept kept) {
        return kept.credential().mustChange() && kept.credential().isOver(now());
    }

    /** Whether this is a first password that can still be used. */
    private boolean isWaiting(Kept kept) {
        return kept.credential().mustChange() && !kept.credential().isOver(now());
    }

    private Instant now() {
        return means.clock().instant();
    }

    /** @return whether this node's proposal stands now */
    private boolean propose(Optional<Kept> before) throws IOException {
        Credential mine = given.isPresent()
                ? Credential.chosen(passwords.hash(readGiven(given.get())), now())
                : Credential.initial(passwords.hash(file.readOrMake()), now(), SignIn.INITIAL_VALIDITY);
        try {
            credentials.put(Caller.SYSTEM, NAME, mine, before.map(Kept::version).orElse(0L));
            return true;
        } catch (PreconditionFailed e) {
            return false;
        }
    }

    /** There is a user: says where the secret is if this node has it, and takes the file away once it is good for nothing. */
    private void settle() {
        // Of the database: who lost the race may not have been told yet of the password that won.
        Optional<Kept> kept = credentials.stored(NAME);
        Optional<String> secret = file.read();
        boolean isOurs = secret.isPresent()
                && kept.filter(this::isWaiting)
                        .map(waiting -> waiting.credential().hash())
                        .filter(hash -> passwords.matches(secret.get(), Optional.of(hash), Caller.SYSTEM.address()))
                        .isPresent();
        // Only now: what failed before this is done again at the next look.
        looking.cancel();
        if (isOurs) {
            LOG.log(
                    Level.WARNING,
                    "Sign in as {0} with the secret in {1} before {2}, and choose a password; the file goes then",
                    NAME,
                    file.path(),
                    kept.get().credential().until().orElseThrow());
            looking = means.scheduler().every("first admin's secret", TIDY, this::tidy);
        } else if (kept.isPresent()) {
            file.delete();
        }
    }

    private void tidy() {
        if (credentials.find(NAME).filter(this::isWaiting).isEmpty()) {
            looking.cancel();
            file.delete();
        }
    }

    private String readGiven(Path path) {
        String name = Knob.ADMIN_PASSWORD_FILE.key();
        try {
            if (Files.size(path) > MOST_FILE) {
                throw new IllegalArgumentException(name + ": the file is longer than " + MOST_FILE + " bytes");
            }
            String password = Files.readString(path).replaceFirst("\\R$", "");
            passwords.check(password, NAME);
            warnOfReaders(path);
            return password;
        } catch (IOException e) {
            throw new IllegalArgumentException(name + ": the file " + path + " cannot be read", e);
        } catch (ProblemException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    private static void warnOfReaders(Path path) throws IOException {
        if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
            Set<PosixFilePermission> may = Files.getPosixFilePermissions(path);
            if (may.contains(PosixFilePermission.OTHERS_READ)) {
                LOG.log(Level.WARNING, "Everybody on this machine can read {0}, the password of {1}", path, NAME);
            }
        }
    }
}
