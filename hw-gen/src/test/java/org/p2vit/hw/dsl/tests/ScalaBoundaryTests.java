// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl.tests;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.p2vit.hw.dsl.Hdl;

/** Outside the Java face, SpinalHDL shows only as signal types and Scala not at all. */
class ScalaBoundaryTests {
    private static final Set<String> ALLOWED = Set.of("Bool", "Bits", "UInt", "SInt", "BitVector", "Data", "DontName");

    @Test
    void unitsSeeSignalTypesOnly() {
        var classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.p2vit.hw");
        noClasses()
                .that(resideOutsideOfPackage(Hdl.class.getPackageName()))
                .should()
                .dependOnClassesThat(resideInAnyPackage("scala..", "spinal..")
                        .and(describe(
                                "are neither signal types nor the annotation for unnamed fields",
                                (JavaClass type) -> !ALLOWED.contains(type.getSimpleName()))))
                .check(classes);
    }
}
