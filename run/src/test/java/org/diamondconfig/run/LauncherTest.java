/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LauncherTest {

    private static final int MAGIC = 0xCAFEBABE;
    private static final int CLASS_FILE_OF_JAVA_8 = 52;

    @Test
    void olderJava_isToldWhichOneIsNeeded() {
        assertThat(Launcher.complaintAbout("1.8", "/opt/jdk8"))
                .isEqualTo("Diamond cannot start: it needs Java 17 or newer, and /opt/jdk8 is Java 8;"
                        + " start it with the java of a newer JDK.");
        assertThat(Launcher.complaintAbout("11", "/opt/jdk11")).contains("/opt/jdk11 is Java 11");
        assertThat(Launcher.complaintAbout("16", "/opt/jdk16")).contains("Java 17 or newer");
    }

    @Test
    void newEnoughJava_isTakenWithoutAWord() {
        assertThat(Launcher.complaintAbout("17", "/opt/jdk17")).isEmpty();
        assertThat(Launcher.complaintAbout("25", "/opt/jdk25")).isEmpty();
    }

    /** Java 8 must load the class to print the sentence. */
    @Test
    void launcher_isCompiledForJava8() throws IOException {
        try (DataInputStream file = new DataInputStream(Launcher.class.getResourceAsStream("Launcher.class"))) {
            assertThat(file.readInt()).isEqualTo(MAGIC);
            assertThat(file.readUnsignedShort()).isZero();
            assertThat(file.readUnsignedShort()).isEqualTo(CLASS_FILE_OF_JAVA_8);
        }
    }
}
