// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.p2vit.cli.options.Bounds;
import org.p2vit.cli.options.ConfigOption;
import org.p2vit.cli.options.FileUse;
import org.p2vit.cli.options.WorkloadOptions;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.Progress;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ConfigHash;
import org.p2vit.hw.deploy.ProgramImage;
import org.p2vit.quant.golden.GoldenVit;
import org.p2vit.quant.image.PixelReport;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.storage.Sha256;
import org.p2vit.quant.storage.WholeFile;
import org.p2vit.testbench.workload.InputImage;
import org.p2vit.testbench.workload.Workload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2vit board-test}: a network, images and the logits a board must find, in one file. */
@Command(
        name = "board-test",
        description = "Write a self-test for a board: program, images and expected logits in one file.")
final class BoardTestCommand extends ReportingCommand {
    private static final int IMAGES = 3;

    @Mixin
    private ConfigOption config;

    @Mixin
    private WorkloadOptions run;

    @Bounds(min = 1, max = 1_000)
    @Option(
            names = "--count",
            defaultValue = "" + IMAGES,
            paramLabel = "N",
            description = "The most images to take; ${DEFAULT-VALUE} if not given.")
    private int count;

    @FileUse(FileUse.Kind.OUTPUT_FILE)
    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The file to write.")
    private Path output;

    /**
     * @param label its class, null if not known
     * @param top1 the class that the golden model finds
     */
    record CaseReport(String image, Integer label, int top1, String className) {}

    /**
     * @param configHash 8 hexadecimal digits
     * @param imagesLeftOut files of the folders of images that are none, by kind
     */
    record Result(
            String file,
            int bytes,
            String sha256,
            String config,
            String configHash,
            String model,
            PixelReport preprocessing,
            Map<String, Integer> imagesLeftOut,
            List<CaseReport> cases) {}

    @Override
    protected Outcome execute() {
        AcceleratorConfig accelerator = config.load();
        if (!run.isRendered()) {
            refuseIneffective("--seed", "on --image, which is given");
        }
        Workload workload;
        try (Progress progress = Progress.onTerminal()) {
            workload = run.workload(accelerator, count, this, progress);
        }
        QuantizedVit network = workload.network();
        GoldenVit golden = new GoldenVit(network);
        List<ProgramImage.Case> cases = workload.images().stream()
                .map(image -> image.codes(network))
                .map(codes -> new ProgramImage.Case(codes, golden.forward(codes)))
                .toList();
        byte[] image = ProgramImage.of(NetworkCompiler.compile(network, accelerator), network, accelerator, cases);
        try {
            WholeFile.write(output, image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Result result = new Result(
                output.toString(),
                image.length,
                Sha256.hex(image),
                accelerator.name(),
                String.format(Locale.ROOT, "%08x", ConfigHash.of(accelerator)),
                workload.name(),
                workload.preprocessing(),
                run.leftOut(this),
                reports(workload, cases));
        result.cases().forEach(c -> out().printf(
                        Locale.ROOT, "%s: class %d%s%n", c.image(), c.top1(), spaced(c.className())));
        out().printf(Locale.ROOT, "wrote %s, %d bytes, SHA-256 %s%n", result.file(), result.bytes(), result.sha256());
        return Outcome.ok(result);
    }

    private static List<CaseReport> reports(Workload workload, List<ProgramImage.Case> cases) {
        return IntStream.range(0, cases.size())
                .mapToObj(i -> {
                    InputImage image = workload.images().get(i);
                    int top1 = GoldenVit.classOf(cases.get(i).logits());
                    Integer label = image.label().isPresent() ? image.label().getAsInt() : null;
                    return new CaseReport(image.name(), label, top1, workload.className(top1));
                })
                .toList();
    }

    private static String spaced(String className) {
        return className.isEmpty() ? "" : ", " + className;
    }
}
