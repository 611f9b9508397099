/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ForegroundTest {

    @Test
    void everyDiamondSettingOfTheCommandLine_reachesTheServer() {
        Properties given = new Properties();
        given.setProperty("diamond.port", "9090");
        given.setProperty("diamond.content.max", "2MiB");
        given.setProperty("maven.home", "/usr/share/maven");

        assertThat(Foreground.command(Path.of("diamond.jar"), given))
                .containsSubsequence("-Ddiamond.content.max=2MiB", "-Ddiamond.port=9090", "-jar", "diamond.jar")
                .noneMatch(argument -> argument.contains("maven.home"));
    }
}
