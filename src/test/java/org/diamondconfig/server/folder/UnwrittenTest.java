/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.folder;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.util.Optional;
import java.util.function.Supplier;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;
import org.junit.jupiter.api.Test;

/** What keeps the changes that the disk refuses works when nothing can be opened any more. */
class UnwrittenTest {

    /** Loads this package itself, as a container loads an application, until no file can be opened. */
    private static final class Loader extends ClassLoader {

        private boolean withoutDescriptors;

        Loader() {
            super(UnwrittenTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(Unwritten.class.getPackageName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            if (withoutDescriptors) {
                throw new ClassNotFoundException(name);
            }
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] code = file.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** A sound beginning; what it hands over is what comes later. */
    static final class Beginning implements Supplier<Runnable> {

        @Override
        public Runnable get() {
            DumpDir.Version version = new DumpDir.Version(
                    ConfigKey.of("group", "foo"), IndexEntry.FORMAL, new Epoch(1, "00000000000000cc"), 1);
            IndexEntry line = new IndexEntry(version, null, 0);
            Unwritten unwritten = new Unwritten(100);
            unwritten.remove(line);
            return () -> unwritten.add(line, null, Optional.empty());
        }
    }

    @Test
    void changeThatIsRefusedBecauseNoFileCanBeOpened_needsNoFileToBeKept() throws Exception {
        Loader loader = new Loader();
        Constructor<?> made = loader.loadClass(Beginning.class.getName()).getDeclaredConstructor();
        made.setAccessible(true);
        Runnable change = (Runnable) ((Supplier<?>) made.newInstance()).get();

        loader.withoutDescriptors = true;

        assertThatCode(change::run).doesNotThrowAnyException();
    }
}
