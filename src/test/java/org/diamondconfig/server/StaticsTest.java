/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.elements.GivenFieldsConjunction;
import java.nio.Buffer;
import java.security.MessageDigest;
import java.text.Format;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No class keeps state for all: in the server, the client and what they share nothing static ever changes. */
class StaticsTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.diamondconfig.server..", "org.diamondconfig.wire..", "org.diamondconfig.client..");

    /** Whatever is of these can be changed in place. Collections and maps come beside: by their classes, never by interface. */
    private static final List<Class<?>> CHANGEABLE = List.of(
            StringBuilder.class,
            StringBuffer.class,
            ThreadLocal.class,
            Random.class,
            Date.class,
            Calendar.class,
            Format.class,
            BitSet.class,
            Buffer.class,
            MessageDigest.class);

    private static final DescribedPredicate<JavaClass> CHANGEABLE_TYPE = DescribedPredicate.describe(
            "that can be changed in place",
            type -> type.isArray()
                    || type.getPackageName().startsWith("java.util.concurrent")
                    || (!type.isInterface()
                            && (type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class)))
                    || CHANGEABLE.stream().anyMatch(type::isAssignableTo));

    /** Collectors that make what can be changed. */
    private static final Set<String> CHANGEABLE_RESULTS =
            Set.of("toList", "toSet", "toMap", "toCollection", "groupingBy", "partitioningBy");

    private static final ArchRule FINAL_ALL = statics().should().haveModifier(FINAL);

    /** But for an array without elements, in which there is nothing to change: the body of a request that has none. */
    private static final ArchRule OF_FIXED_TYPES = noFields()
            .that()
            .areStatic()
            .and()
            .doNotHaveModifier(SYNTHETIC)
            .and()
            .doNotHaveName("NO_BODY")
            .should()
            .haveRawType(CHANGEABLE_TYPE);

    /** What a field of an interface holds only its making tells. */
    private static final ArchRule MADE_FIXED = classes()
            .should(new ArchCondition<>("make no collection that can be changed for a static field") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    type.getStaticInitializer().stream()
                            .flatMap(StaticsTest::changeableMade)
                            .forEach(made -> events.add(SimpleConditionEvent.violated(type, made)));
                }
            });

    private static GivenFieldsConjunction statics() {
        return fields().that().areStatic().and().doNotHaveModifier(SYNTHETIC);
    }

    private static Stream<String> changeableMade(JavaCodeUnit initializer) {
        Stream<String> constructed = initializer.getConstructorCallsFromSelf().stream()
                .filter(call -> call.getTargetOwner().isAssignableTo(Collection.class)
                        || call.getTargetOwner().isAssignableTo(Map.class))
                .map(Object::toString);
        Stream<String> called = initializer.getMethodCallsFromSelf().stream()
                .filter(call -> (call.getTargetOwner().isEquivalentTo(Collectors.class)
                                && CHANGEABLE_RESULTS.contains(call.getName()))
                        || (call.getTargetOwner().isEquivalentTo(Arrays.class)
                                && call.getName().equals("asList")))
                .map(Object::toString);
        return Stream.concat(constructed, called);
    }

    @Test
    void statics_areFinal() {
        FINAL_ALL.check(CLASSES);
    }

    @Test
    void statics_areOfTypesThatDoNotChange() {
        OF_FIXED_TYPES.check(CLASSES);
    }

    @Test
    void statics_areMadeSoThatTheyDoNotChange() {
        MADE_FIXED.check(CLASSES);
    }

    @Test
    void classesOfServerClientAndWire_areAllLookedAt() {
        assertThat(Stream.of("server.store", "client.internal", "wire"))
                .allSatisfy(name -> assertThat(CLASSES.stream().map(JavaClass::getPackageName))
                        .contains("org.diamondconfig." + name));
    }

    /** What the rules must find; each class has one fault. */
    private static final class Wrong {

        static final class Variable {
            static int count;
        }

        static final class Counter {
            static final AtomicLong COUNT = new AtomicLong();
        }

        static final class Letters {
            static final char[] LETTERS = {'a'};
        }

        static final class Table {
            static final HashMap<String, String> TABLE = new HashMap<>();
        }

        static final class HiddenTable {
            static final List<String> NAMES = new ArrayList<>();
        }

        static final class CollectedTable {
            static final Set<String> NAMES = Stream.of("a").collect(Collectors.toSet());
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Wrong.Variable.class,
                Wrong.Counter.class,
                Wrong.Letters.class,
                Wrong.Table.class,
                Wrong.HiddenTable.class,
                Wrong.CollectedTable.class
            })
    void everyFault_isFound(Class<?> wrong) {
        JavaClasses one = new ClassFileImporter().importClasses(wrong);

        assertThatThrownBy(() -> Stream.of(FINAL_ALL, OF_FIXED_TYPES, MADE_FIXED)
                        .forEach(rule -> rule.allowEmptyShould(true).check(one)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(wrong.getSimpleName());
    }
}
