// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No float or double in the kernels: not in a signature, not in an instruction. */
class KernelsAreIntegerOnlyTests {
    private static final Pattern FLOATING = Pattern.compile("\\b(float|double)\\b"
            + "|\\b[fd](add|sub|mul|div|rem|neg|cmp[lg]|const_\\d|load(_\\d)?|store(_\\d)?|aload|astore|return|2[ilfd])\\b"
            + "|\\b[il]2[fd]\\b|\\bldc2?(_w)?\\b.*// (float|double)");

    @Test
    void kernelsHoldNoFloatingPoint() throws Exception {
        List<Path> classes = classesOf(BlockedMatMul.class, "");
        assertThat(classes).hasSizeGreaterThanOrEqualTo(10);
        for (Path file : classes) {
            assertThat(floatingPointIn(file)).as(file.getFileName().toString()).isEmpty();
        }
    }

    @Test
    void theScannerSeesFloatingPoint() throws Exception {
        for (Class<?> sample : List.of(Constant.class, Conversion.class, Signature.class)) {
            assertThat(floatingPointIn(classesOf(sample, sample.getSimpleName()).get(0)))
                    .as(sample.getSimpleName())
                    .isNotEmpty();
        }
    }

    private static List<String> floatingPointIn(Path classFile) {
        ToolProvider javap = ToolProvider.findFirst("javap").orElseThrow();
        StringWriter text = new StringWriter();
        int status = javap.run(new PrintWriter(text), new PrintWriter(text), "-p", "-c", classFile.toString());
        assertThat(status).as("javap %s: %s", classFile, text).isZero();
        return text.toString()
                .lines()
                .filter(line -> FLOATING.matcher(line).find())
                .toList();
    }

    private static List<Path> classesOf(Class<?> neighbour, String nameEnd) throws IOException {
        Path folder;
        try {
            Path root = Path.of(neighbour
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            folder = root.resolve(neighbour.getPackageName().replace('.', '/'));
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(nameEnd + ".class"))
                    .sorted()
                    .toList();
        }
    }

    private static final class Constant {
        int third(int x) {
            return (int) (x * 0.3);
        }
    }

    private static final class Conversion {
        long back(long x) {
            return (long) (float) x;
        }
    }

    private static final class Signature {
        void take(double[] x) {}
    }
}
