// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.coverage;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.storage.WholeFile;

/** How often each point of one build was reached: a file of Verilator, {@code C 'point' count} by line, as its own tool reads it too. */
public final class CoverageCounts {
    private static final String HEAD = "# SystemC::Coverage-3";
    private static final String POINT = "C '";

    private final TreeMap<String, Long> counts = new TreeMap<>();

    /** @throws InvalidInputException if the file is something else */
    public static CoverageCounts read(Path file) throws IOException {
        CoverageCounts read = new CoverageCounts();
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            if (!HEAD.equals(in.readLine())) {
                throw new InvalidInputException(
                        file + " holds no coverage of Verilator; its first line is not " + HEAD);
            }
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                read.take(line, file);
            }
        }
        return read;
    }

    private void take(String line, Path file) {
        int end = line.lastIndexOf("' ");
        if (!line.startsWith(POINT) || end < POINT.length()) {
            throw new InvalidInputException(file + " has a line that is no point of coverage: " + line);
        }
        try {
            counts.merge(line.substring(POINT.length(), end), Long.parseLong(line.substring(end + 2)), Long::sum);
        } catch (NumberFormatException e) {
            throw new InvalidInputException(file + " has a point without a count: " + line, e);
        }
    }

    /** Adds those of another run of the same build. */
    public void add(CoverageCounts other) {
        other.counts.forEach((point, count) -> counts.merge(point, count, Long::sum));
    }

    public void write(Path file) throws IOException {
        WholeFile.write(file, out -> {
            StringBuilder text = new StringBuilder(HEAD).append('\n');
            counts.forEach((point, count) ->
                    text.append(POINT).append(point).append("' ").append(count).append('\n'));
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        });
    }

    void forEach(ObjLongConsumer<CoveragePoint> action) {
        counts.forEach((point, count) -> action.accept(CoveragePoint.parse(point), count));
    }
}
