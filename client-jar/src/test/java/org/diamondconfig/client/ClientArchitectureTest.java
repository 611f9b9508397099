/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client;

import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** client > client.children, client.provider; client > client.internal.children > client.internal > client.internal.edge, wire; nothing but the JDK, and the sizes of the style. */
class ClientArchitectureTest {

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.diamondconfig");

    @Test
    void wireKnowsNobody() {
        noClasses()
                .that()
                .resideInAPackage("..wire..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..client..")
                .check(ALL);
    }

    @Test
    void edgeKnowsNoConfiguration() {
        noClasses()
                .that()
                .resideInAPackage("..internal.edge")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..wire", "..client.internal", "..client")
                .check(ALL);
    }

    @Test
    void internalKnowsNotTheApi() {
        noClasses()
                .that()
                .resideInAPackage("..client.internal..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.diamondconfig.client",
                        "org.diamondconfig.client.children",
                        "org.diamondconfig.client.provider")
                .check(ALL);
    }

    @Test
    void nothingButTheJdk() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "javax.net.ssl", "org.diamondconfig.client..", "org.diamondconfig.wire..")
                .check(ALL);
    }

    @Test
    void noCycles() {
        slices().matching("org.diamondconfig.(**)").should().beFreeOfCycles().check(ALL);
    }

    /** The faces for those who come from elsewhere stand on the client, and nobody stands on them. */
    @Test
    void clientKnowsNotItsFacades() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..client.diamond", "..client.gdiamond")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..client.diamond", "..client.gdiamond")
                .check(ALL);
    }

    @Test
    void noMutableStatics() {
        fields().that().haveModifier(STATIC).should().haveModifier(FINAL).check(ALL);
    }

    @Test
    void noBannedSuffixes() {
        noClasses()
                .should()
                .haveNameMatching(".*(Service|Manager|Helper|Utils?|Processor|Info|Data|Wrapper|Base|Impl)$")
                .check(ALL);
    }

    @Test
    void packagesStaySmall() {
        assertThat(topLevel("org.diamondconfig.client")).isBetween(1L, 16L);
        assertThat(topLevel("org.diamondconfig.client.internal")).isBetween(1L, 16L);
        assertThat(topLevel("org.diamondconfig.client.children")).isBetween(1L, 12L);
        assertThat(topLevel("org.diamondconfig.client.provider")).isBetween(1L, 12L);
        assertThat(topLevel("org.diamondconfig.client.internal.children")).isBetween(1L, 12L);
        assertThat(topLevel("org.diamondconfig.client.internal.receipt")).isBetween(1L, 4L);
        assertThat(topLevel("org.diamondconfig.client.internal.edge")).isBetween(1L, 12L);
        assertThat(topLevel("org.diamondconfig.client.diamond")).isBetween(1L, 8L);
        assertThat(topLevel("org.diamondconfig.client.gdiamond")).isBetween(1L, 4L);
        assertThat(topLevel("org.diamondconfig.wire")).isBetween(1L, 12L);
        assertThat(topLevel("org.diamondconfig.wire.tls")).isBetween(1L, 4L);
    }

    private long topLevel(String name) {
        return ALL.stream()
                .filter(c -> c.getPackageName().equals(name) && c.isTopLevelClass())
                .filter(c -> !c.getSimpleName().equals("package-info"))
                .count();
    }
}
