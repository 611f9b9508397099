/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** cli > shell, operate, access, sign, aggregate, bulk, folder, edit > config > core > api > context > edge; picocli and the client, nothing else. */
class CliArchitectureTest {

    private static final String CLI = "org.diamondconfig.cli";
    private static final List<String> IMPORT_LINE = List.of(
            CLI,
            CLI + ".shell",
            CLI + ".operate",
            CLI + ".access",
            CLI + ".sign",
            CLI + ".aggregate",
            CLI + ".bulk",
            CLI + ".folder",
            CLI + ".edit",
            CLI + ".config",
            CLI + ".core",
            CLI + ".api",
            CLI + ".context",
            CLI + ".edge");

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(CLI);

    @Test
    void imports_pointToTheRightOnly() {
        for (int right = 1; right < IMPORT_LINE.size(); right++) {
            noClasses()
                    .that()
                    .resideInAPackage(IMPORT_LINE.get(right))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(IMPORT_LINE.subList(0, right).toArray(String[]::new))
                    .allowEmptyShould(true)
                    .check(ALL);
        }
    }

    @Test
    void nothing_butPicocliAndTheClient() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "javax.net.ssl..", "picocli..", "org.diamondconfig..")
                .check(ALL);
    }

    @Test
    void edge_knowsNoServerAndNoCommand() {
        noClasses()
                .that()
                .resideInAPackage(CLI + ".edge")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "org.diamondconfig.client..")
                .check(ALL);
    }

    @Test
    void packages_areOnTheLine_andHoldTwelveTypesAtMost() {
        Map<String, Long> sizes = ALL.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

        assertThat(IMPORT_LINE).containsAll(sizes.keySet());
        assertThat(sizes).allSatisfy((name, types) -> assertThat(types).as(name).isLessThanOrEqualTo(12));
    }

    @Test
    void statics_neverChange() {
        fields().that().haveModifier(STATIC).should().haveModifier(FINAL).check(ALL);
    }

    @Test
    void names_avoidTheEmptySuffixes() {
        noClasses()
                .should()
                .haveNameMatching(".*[a-z](Service|Manager|Helper|Utils?|Processor|Info|Data|Wrapper|Base|Impl)")
                .check(ALL);
    }
}
