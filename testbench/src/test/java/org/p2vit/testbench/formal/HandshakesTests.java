// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.formal;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.p2vit.hw.dsl.HwStream;

/** Every cell that has to do with a handshake stands in the page's table, with the jobs that prove it or the reason why none does. */
class HandshakesTests {
    private static final Path PAGE = Path.of("doc", "formal.md");
    private static final String HEAD = "| cell | proven by |\n|---|---|\n";
    private static final String NONE = "none: ";

    private final Map<String, String> table = table();

    @Test
    void everyCellWithAHandshakeIsInTheTable() {
        assertThat(table.keySet()).containsExactlyElementsOf(cells());
    }

    @Test
    void everyCellHasAJobOrAReason() {
        List<String> jobs = ProofJobs.every().stream().map(ProofJob::name).toList();
        assertThat(table).allSatisfy((cell, proof) -> {
            if (proof.startsWith(NONE)) {
                assertThat(proof).hasSizeGreaterThan(NONE.length() + 20);
            } else {
                assertThat(jobs)
                        .containsAll(Arrays.stream(proof.split(", "))
                                .map(name -> name.replace("`", ""))
                                .toList());
            }
        });
    }

    /** Names of the classes that have a stream, or connect some. */
    private static TreeSet<String> cells() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("org.p2vit.hw").stream()
                        .filter(type -> !type.getPackageName().startsWith(HwStream.class.getPackageName()))
                        .filter(HandshakesTests::streams)
                        .map(JavaClass::getSimpleName)
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean streams(JavaClass type) {
        Stream<JavaClass> fields = type.getFields().stream()
                .map(JavaField::getType)
                .flatMap(field -> field.getAllInvolvedRawTypes().stream());
        Stream<JavaClass> parameters = type.getCodeUnits().stream()
                .map(JavaCodeUnit::getParameterTypes)
                .flatMap(List::stream)
                .flatMap(parameter -> parameter.getAllInvolvedRawTypes().stream());
        return Stream.concat(fields, parameters).anyMatch(one -> one.isEquivalentTo(HwStream.class));
    }

    private static Map<String, String> table() {
        try {
            String page = Files.readString(PAGE);
            String rows = page.substring(page.indexOf(HEAD) + HEAD.length());
            Map<String, String> table = new TreeMap<>();
            rows.lines().takeWhile(line -> line.startsWith("| `")).forEach(line -> {
                String[] columns = line.split(" \\| ");
                table.put(columns[0].replace("| ", "").replace("`", ""), columns[1].replace(" |", ""));
            });
            return table;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
