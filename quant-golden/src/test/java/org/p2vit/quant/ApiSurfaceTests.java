// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The public types of this artefact and what of them may be called, as a file has them. Who changes them on purpose writes
 * it anew: {@code mvn -pl quant-golden test -Dtest=ApiSurfaceTests -Dp2vit.api=write}.
 */
class ApiSurfaceTests {
    private static final Path FILE = Path.of("src/test/resources/org/p2vit/quant/api.txt");
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPath(Path.of("target/classes"));

    @Test
    void theSurfaceIsThatOfTheFile() throws IOException {
        List<String> surface = CLASSES.stream()
                .filter(ApiSurfaceTests::isPublic)
                .flatMap(ApiSurfaceTests::lines)
                .sorted()
                .distinct()
                .toList();
        if ("write".equals(System.getProperty("p2vit.api"))) {
            Files.write(FILE, surface);
        }
        assertThat(surface).as("public API, by -Dp2vit.api=write").containsExactlyElementsOf(Files.readAllLines(FILE));
    }

    @Test
    void everyPackageWithAPublicTypeHasAPage() {
        Set<String> pages = CLASSES.stream()
                .filter(type -> type.getSimpleName().equals("package-info"))
                .map(JavaClass::getPackageName)
                .collect(Collectors.toSet());
        assertThat(CLASSES.stream().filter(ApiSurfaceTests::isPublic).map(JavaClass::getPackageName))
                .isNotEmpty()
                .isSubsetOf(pages);
    }

    /** With all types around it. */
    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ApiSurfaceTests::isPublic).orElse(true);
    }

    private static Stream<String> lines(JavaClass type) {
        return Stream.concat(
                Stream.of(type.getName()),
                type.getMembers().stream()
                        .filter(ApiSurfaceTests::isOffered)
                        .map(member -> type.getName() + "#" + text(member)));
    }

    private static boolean isOffered(JavaMember member) {
        Set<JavaModifier> modifiers = member.getModifiers();
        return (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
                && !modifiers.contains(JavaModifier.SYNTHETIC)
                && !modifiers.contains(JavaModifier.BRIDGE);
    }

    private static String text(JavaMember member) {
        if (member instanceof JavaCodeUnit unit) {
            return unit.getName()
                    + unit.getRawParameterTypes().stream()
                            .map(JavaClass::getSimpleName)
                            .collect(Collectors.joining(", ", "(", ")"))
                    + " " + unit.getRawReturnType().getSimpleName();
        }
        return member.getName();
    }
}
