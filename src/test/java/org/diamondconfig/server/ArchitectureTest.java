/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The shape of the server as DESIGN and STYLE fix it; a change that bends it fails here first. */
class ArchitectureTest {

    private static final String SERVER = "org.diamondconfig.server.";

    /** Imports point to the right only. */
    private static final List<String> IMPORT_LINE = List.of(
            "console",
            "health",
            "diamond",
            "gbk",
            "gdiamond",
            "packing",
            "transfer",
            "archive",
            "search",
            "passage",
            "live",
            "overview",
            "audience",
            "notify",
            "peer",
            "cluster",
            "identity",
            "password",
            "application",
            "verdict",
            "account",
            "capacity",
            "document",
            "subscriber",
            "poll",
            "watch",
            "children",
            "dump",
            "folder",
            "provider",
            "aggregate",
            "history",
            "publish",
            "config",
            "quota",
            "validate",
            "namespace",
            "access",
            "audit",
            "usage",
            "request",
            "rate",
            "store",
            "embedded",
            "http",
            "edge",
            "problem");

    private static final int TYPES_PER_PACKAGE = 12;

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.diamondconfig.server", "org.diamondconfig.wire");

    @Test
    void imports_pointToTheRightOnly() {
        for (int right = 1; right < IMPORT_LINE.size(); right++) {
            String[] left = IMPORT_LINE.subList(0, right).stream()
                    .map(name -> SERVER + name + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(SERVER + IMPORT_LINE.get(right) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(left)
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    /** Two protocols, and either may go without the other's notice. */
    @Test
    void faces_knowNothingOfEachOther() {
        noClasses()
                .that()
                .resideInAnyPackage(SERVER + "diamond", SERVER + "gbk")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(SERVER + "gdiamond")
                .check(CLASSES);
    }

    @Test
    void packages_areFlatAndAllOnTheImportLine() {
        assertThat(serverClasses().keySet())
                .allSatisfy(name -> assertThat(IMPORT_LINE).contains(name.substring(SERVER.length())));
    }

    @Test
    void packages_holdTwelveTypesAtMost() {
        assertThat(serverClasses())
                .allSatisfy((name, types) -> assertThat(types).as(name).hasSizeLessThanOrEqualTo(TYPES_PER_PACKAGE));
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching("org.diamondconfig.server.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void wire_isAllOfTheClientThatTheServerUses() {
        noClasses()
                .that()
                .resideInAPackage("org.diamondconfig.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.diamondconfig.client..")
                .check(CLASSES);
    }

    @Test
    void wire_knowsNobody() {
        noClasses()
                .that()
                .resideInAPackage("org.diamondconfig.wire..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("org.diamondconfig..").and(not(resideInAPackage("org.diamondconfig.wire.."))))
                .check(CLASSES);
    }

    @Test
    void names_avoidTheEmptySuffixes() {
        noClasses()
                .should()
                .haveNameMatching(".*[a-z](Service|Manager|Helper|Utils?|Processor|Info|Data|Wrapper|Base|Impl)")
                .check(CLASSES);
    }

    @Test
    void resources_leaveTheDatabaseAlone() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Resource")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.persistence..", "java.sql..", "javax.sql..")
                .check(CLASSES);
    }

    @Test
    void persistence_staysInStoresAndRows() {
        noClasses()
                .that()
                .haveNameNotMatching(".*(Store|Row|Feed|Database|Statement)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.persistence..")
                .check(CLASSES);
    }

    @Test
    void settings_areReadInOnePlace() {
        noClasses()
                .that()
                .resideInAPackage("org.diamondconfig.server..")
                .and()
                .doNotHaveSimpleName("Settings")
                .should()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "getProperty", String.class)
                .orShould()
                .callMethod(System.class, "getProperty", String.class, String.class)
                .check(CLASSES);
    }

    @Test
    void time_comesFromTheEdge() {
        noClasses()
                .that()
                .resideInAPackage("org.diamondconfig.server..")
                .and()
                .resideOutsideOfPackage(SERVER + "edge")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(CLASSES);
    }

    /** But one: a shutdown hook of the JVM has to be a bare thread. */
    @Test
    void threads_areTheContainers() {
        noClasses()
                .that()
                .resideInAPackage("org.diamondconfig.server..")
                .and()
                .doNotHaveSimpleName("Lifecycle")
                .should()
                .callConstructor(Thread.class, Runnable.class)
                .orShould()
                .callConstructor(Thread.class, Runnable.class, String.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.Executors")
                .check(CLASSES);
    }

    @Test
    void resources_areComponents() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Resource")
                .should()
                .beAnnotatedWith(SERVER + "edge.Component")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    /** RESTEasy looks for a public constructor without parameters before it asks CDI, and does not deploy without. */
    @Test
    void resources_haveTheEmptyConstructorThatRestEasyWants() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Resource")
                .should(new ArchCondition<>("have a public constructor without parameters") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        boolean found = type.tryGetConstructor()
                                .filter(empty -> empty.getModifiers().contains(JavaModifier.PUBLIC))
                                .isPresent();
                        events.add(new SimpleConditionEvent(type, found, type.getName()));
                    }
                })
                .check(CLASSES);
    }

    /** Types by package. */
    private static Map<String, List<JavaClass>> serverClasses() {
        return CLASSES.stream()
                .filter(type -> type.getPackageName().startsWith(SERVER))
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName));
    }
}
