// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.storage.BoundedFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code p2vit bench-quant}: the benchmarks of the golden kernels in one table, and in a report like those of other commands. */
@Command(name = "bench-quant", description = "Print what JMH measured of the golden kernels.")
final class BenchQuantCommand extends ReportingCommand {
    @FileUse(FileUse.Kind.INPUT_FILE)
    @Option(names = "--jmh", required = true, paramLabel = "FILE", description = "JMH's report, JSON.")
    private Path jmh;

    /** @param what was measured, in words */
    record Benchmark(String what, double score, String unit) {}

    record Result(List<Benchmark> benchmarks) {}

    @Override
    protected Outcome execute() {
        List<Benchmark> benchmarks = new ArrayList<>();
        read().values().forEach(node -> benchmarks.add(benchmark(node)));
        if (benchmarks.isEmpty()) {
            throw new InvalidInputException(jmh + " holds no benchmark");
        }
        benchmarks.forEach(one -> out().printf(Locale.ROOT, "%-60s %8.2f %s%n", one.what(), one.score(), one.unit()));
        return Outcome.ok(new Result(benchmarks));
    }

    private JsonNode read() {
        try {
            return JsonMapper.shared().readTree(BoundedFile.read(jmh, BoundedFile.TEXT_BYTES));
        } catch (JacksonException e) {
            throw new InvalidInputException(jmh + " is no report of JMH: it cannot be read as JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Products count multiply-accumulates and processor time beside each other; whole networks have a score of their own. */
    private static Benchmark benchmark(JsonNode node) {
        String name = node.path("benchmark").asString("");
        String method = name.substring(name.lastIndexOf('.') + 1);
        double macs = node.at("/secondaryMetrics/macs/score").asDouble(0);
        double processor = node.at("/secondaryMetrics/cpu/score").asDouble(0);
        if (processor > 0) {
            String layer = node.at("/params/layer").asString("");
            return new Benchmark("int8 product " + layer + ", " + method, macs / processor, "GMAC/s of processor time");
        }
        return new Benchmark(
                "golden model, " + method + ", " + node.path("threads").asInt() + " threads",
                node.at("/primaryMetric/score").asDouble(),
                "images/s");
    }
}
