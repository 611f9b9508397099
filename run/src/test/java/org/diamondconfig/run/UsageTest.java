/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {

    @Test
    void noArgument_isAStart() throws CannotStart {
        assertThat(Usage.isAskedBy()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "-help", "-?", "help"})
    void questionForHelp_isOne_whateverComesBehindIt(String argument) throws CannotStart {
        assertThat(Usage.isAskedBy(argument)).isTrue();
        assertThat(Usage.isAskedBy(argument, "--port")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port", "9090", "--Help", "-v", ""})
    void anythingElse_isRefused_andTheWayIsShown(String argument) {
        CannotStart refusal = catchThrowableOfType(CannotStart.class, () -> Usage.isAskedBy(argument, "--help"));

        assertThat(refusal)
                .hasMessage("it takes no argument " + argument
                        + "; settings are -Ddiamond.<setting>=<value> in front of" + " -jar, and --help names them.");
        assertThat(refusal.exitCode()).isEqualTo(2);
    }

    /** Where Java hands it on as an argument. Its value may be a password, and is not said again. */
    @Test
    void settingBehindTheJar_isToldItsPlace() {
        CannotStart refusal = catchThrowableOfType(
                CannotStart.class, () -> Usage.isAskedBy("-Ddiamond.datasource.password=otters-dive"));

        assertThat(refusal)
                .hasMessage("-Ddiamond.datasource.password stands behind the jar, where Java does not read it:"
                        + " java -Ddiamond.datasource.password=<value> -jar diamond.jar.");
        assertThat(refusal.exitCode()).isEqualTo(2);
    }

    @Test
    void everySettingThatIsNamed_isOneOfTheLauncherOrTheServer() throws IOException, CannotStart {
        Set<String> known = new TreeSet<>();
        Options.from(key -> {
            known.add(key);
            return null;
        });
        String table = Files.readString(Path.of("../docs/settings.md"));
        Pattern.compile("(?m)^\\| `([\\w.-]+)`").matcher(table).results().forEach(row -> known.add(row.group(1)));

        Set<String> named = Pattern.compile("(?m)^  (diamond\\.\\S+)")
                .matcher(Usage.TEXT)
                .results()
                .map((MatchResult row) -> row.group(1))
                .collect(Collectors.toSet());

        assertThat(named).hasSize(10).allSatisfy(name -> assertThat(known).contains(name));
    }

    @Test
    void lines_fitATerminal() {
        assertThat(Usage.TEXT.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
    }
}
