// SPDX-License-Identifier: Apache-2.0
package org.p2vit;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.config.BufferSetConfig;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.program.CommandField;

/**
 * The direction of dependencies, for all modules in one place: quant-golden knows nothing of hardware, hw-gen shares the
 * contract with the golden model but no code, nothing depends on the testbench, no package takes part in a cycle, and no
 * result depends on the machine's language.
 */
class ArchitectureTests {
    private static final String QUANT = "org.p2vit.quant..";
    private static final String HARDWARE = "org.p2vit.hw..";
    private static final String[] TESTBENCH = {"org.p2vit.testbench..", "org.p2vit.cli.."};
    private static final String DSL = "org.p2vit.hw.dsl..";

    private static JavaClasses classes;

    @BeforeAll
    static void importClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.p2vit");
    }

    @Test
    void everyModuleIsSeen() {
        assertThat(classes.stream().map(JavaClass::getPackageName))
                .anyMatch(name -> name.startsWith("org.p2vit.quant"))
                .anyMatch(name -> name.startsWith("org.p2vit.hw"))
                .anyMatch(name -> name.startsWith("org.p2vit.cli"));
    }

    @Test
    void packagesAreAcyclic() {
        slices().matching("org.p2vit.(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void quantGoldenKnowsNothingOfHardware() {
        noClasses()
                .that()
                .resideInAPackage(QUANT)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(HARDWARE, "spinal..", "scala..")
                .check(classes);
    }

    @Test
    void nothingDependsOnTheTestbench() {
        noClasses()
                .that()
                .resideInAnyPackage(QUANT, HARDWARE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(TESTBENCH)
                .check(classes);
    }

    @Test
    void hardwareUsesNoGoldenKernel() {
        noClasses()
                .that()
                .resideInAPackage(HARDWARE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.p2vit.quant.kernel..")
                .because("golden model and hardware share the contract, not code")
                .check(classes);
    }

    @Test
    void theSecondWitnessSharesNothingWithTheGoldenModel() throws IOException {
        List<SourceFile> witness = SourceFile.all().stream()
                .filter(file -> file.packageName().equals("org.p2vit.quant.witness"))
                .toList();
        assertThat(witness).hasSizeGreaterThan(15);
        for (SourceFile file : witness) {
            assertThat(Files.readString(file.path()).matches("(?s).*\\borg\\.p2vit\\.(?!quant\\.witness\\b).*"))
                    .as("%s mentions a package of the project; GoldenGlue alone may", file.name())
                    .isEqualTo(file.name().equals("GoldenGlue"));
        }
    }

    @Test
    void scalaIsSeenOnlyInTheDsl() {
        noClasses()
                .that()
                .resideOutsideOfPackage(DSL)
                .should()
                .dependOnClassesThat(scalaFace())
                .because("hardware code outside the dsl reads like Java")
                .check(classes);
    }

    @Test
    void kindsOfAttentionAreToldApartByConfigurationTablesAndFactories() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.p2vit.hw.config..", "org.p2vit.hw.program..", "org.p2vit.hw.buffer..")
                .and()
                .doNotHaveFullyQualifiedName("org.p2vit.hw.top.AttentionPath")
                .and()
                .doNotHaveFullyQualifiedName("org.p2vit.hw.compiler.AttentionRoom")
                .and()
                .doNotHaveFullyQualifiedName("org.p2vit.hw.estimate.AttentionEstimate")
                .and()
                .doNotHaveFullyQualifiedName("org.p2vit.testbench.accelerator.AttentionWords")
                .and()
                .doNotHaveFullyQualifiedName("org.p2vit.testbench.fuzz.LegalConfigurations")
                .should()
                .accessField(AttentionKind.class, AttentionKind.SHIFT.name())
                .orShould()
                .accessField(AttentionKind.class, AttentionKind.MULTIPLY.name())
                .because("what differs between them is in classes, which these choose")
                .check(classes);
    }

    @Test
    void onlyTheCommandFormatKnowsPositionsOfBits() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.p2vit.hw.program..")
                .should()
                .callConstructor(CommandField.class, String.class, int.class, int.class, int.class)
                .because("fields of commands are named in the classes of org.p2vit.hw.program")
                .check(classes);
    }

    @Test
    void unitsReadCommandsByFields() {
        noClasses()
                .that()
                .resideInAPackage("org.p2vit.hw.unit..")
                .should()
                .accessField(CommandWord.class, "words")
                .check(classes);
    }

    @Test
    void onlyTheBufferTableKnowsGeometry() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.p2vit.hw.config..",
                        "org.p2vit.hw.buffer..",
                        "org.p2vit.hw.explore..",
                        "org.p2vit.testbench.fuzz..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(BufferSetConfig.class)
                .because("banks, widths, depths and ports are those of BufferTable")
                .check(classes);
    }

    @Test
    void nothingDependsOnTheMachinesLanguageOrCharacterSet() {
        noClasses().should().accessTargetWhere(PlatformDefaults.use()).check(classes);
    }

    /** Maven runs no others. */
    @Test
    void classesWithTestsEndInTests() throws IOException {
        for (SourceFile file : SourceFile.all()) {
            assertThat(file.name()).as(file.path().toString()).doesNotEndWith("Test");
            if (file.hasTests()) {
                assertThat(file.name()).as(file.path().toString()).endsWith("Tests");
            }
        }
    }

    @Test
    void noNameIsTakenTwice() throws IOException {
        assertThat(SourceFile.all().stream().filter(file -> !file.isPage()).map(SourceFile::name))
                .hasSizeGreaterThan(800)
                .doesNotHaveDuplicates();
    }

    @Test
    void everyPackageHasAPage() throws IOException {
        List<SourceFile> main = SourceFile.all().stream()
                .filter(file -> file.set().equals("main"))
                .toList();
        assertThat(main.stream().filter(SourceFile::isPage).map(SourceFile::packageName))
                .hasSizeGreaterThan(50)
                .containsAll(main.stream().map(SourceFile::packageName).toList());
    }

    /** Scala's own library, and the companion objects and package objects that SpinalHDL's Scala compiles to. */
    private static DescribedPredicate<JavaClass> scalaFace() {
        return describe("are Scala's library or a Scala companion object", type -> {
            boolean scala = type.getPackageName().equals("scala")
                    || type.getPackageName().startsWith("scala.");
            boolean companion = type.getPackageName().startsWith("spinal.")
                    && type.getName().endsWith("$");
            return scala || companion;
        });
    }
}
