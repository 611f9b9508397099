/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class AgentArchitectureTest {

    private final JavaClasses agent = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.diamondconfig.agent");

    @Test
    void imports_pointOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("agent")
                .definedBy("org.diamondconfig.agent")
                .layer("ask")
                .definedBy("..agent.ask")
                .layer("script")
                .definedBy("..agent.script")
                .layer("follow")
                .definedBy("..agent.follow")
                .layer("store")
                .definedBy("..agent.store")
                .layer("setup")
                .definedBy("..agent.setup")
                .layer("reader")
                .definedBy("..agent.reader")
                .whereLayer("agent")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("ask")
                .mayOnlyBeAccessedByLayers("agent")
                .whereLayer("script")
                .mayOnlyBeAccessedByLayers("agent")
                .whereLayer("follow")
                .mayOnlyBeAccessedByLayers("agent", "ask", "script")
                .whereLayer("store")
                .mayOnlyBeAccessedByLayers("agent", "ask", "script", "follow")
                .whereLayer("reader")
                .mayOnlyBeAccessedByLayers("agent", "ask", "script", "follow", "store")
                .check(agent);
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching("org.diamondconfig.agent.(*)..")
                .should()
                .beFreeOfCycles()
                .check(agent);
    }
}
