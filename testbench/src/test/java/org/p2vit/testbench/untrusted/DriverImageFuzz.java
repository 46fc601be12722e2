// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.untrusted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.deploy.ProgramImage;
import org.p2vit.quant.golden.GoldenVit;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.testbench.EmittedRtl;
import org.p2vit.testbench.verilator.Toolchain;

/** The C driver's reading of program images under libFuzzer, with the sanitizers for addresses and undefined behaviour. */
final class DriverImageFuzz {
    static final String LABEL = "driver-image";
    /** Of an image; one of a small network has some 25 kB. */
    static final int MOST_BYTES = 1 << 16;

    private static final Path DRIVER =
            Path.of("..", "fpga", "driver").toAbsolutePath().normalize();
    private static final Path CALLER =
            Path.of("src/test/resources/org/p2vit/testbench/untrusted").toAbsolutePath();
    private static final AcceleratorConfig CONFIG = AcceleratorConfig.load("tiny");

    private DriverImageFuzz() {}

    /** Compiles the fuzzer into a folder. */
    static Path build(Path folder) {
        Path program = folder.resolve("image-fuzz").toAbsolutePath();
        List<String> command = new ArrayList<>(List.of(
                "clang",
                "-std=c99",
                "-g",
                "-O1",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-fsanitize=fuzzer,address,undefined",
                "-fno-sanitize-recover=all",
                "-DP2VIT_PORT=\"fuzz_port.h\"",
                "-I" + CALLER,
                "-I" + DRIVER,
                "-I" + EmittedRtl.folder(CONFIG),
                "-o",
                program.toString(),
                CALLER.resolve("image_fuzz.c").toString()));
        Stream.of("p2vit.c", "p2vit_image.c", "p2vit_selftest.c", "p2vit_answer.c", "p2vit_filter.c", "p2vit_picture.c")
                .map(source -> DRIVER.resolve(source).toString())
                .forEach(command::add);
        Toolchain.run(DRIVER, command);
        return program;
    }

    /** Images of a small network, with cases and without. */
    static List<byte[]> seeds() {
        VitShape shape = new VitShape(4, 4, 1, 2, 16, 1, 2, 16, 3);
        QuantizedVit network = RandomQuantizedVit.of(shape, 1);
        byte[] codes = RandomQuantizedVit.patches(shape, 1);
        ProgramImage.Case one = new ProgramImage.Case(codes, new GoldenVit(network).forward(codes));
        return Stream.of(List.<ProgramImage.Case>of(), List.of(one, one))
                .map(cases -> ProgramImage.of(NetworkCompiler.compile(network, CONFIG), network, CONFIG, cases))
                .toList();
    }

    /** Fuzzes in a folder that may have a corpus already. */
    static FileFuzzOutcome spend(Path folder, int seconds) throws IOException, InterruptedException {
        FuzzerProcess fuzzer = new FuzzerProcess(folder);
        for (byte[] seed : seeds()) {
            Files.write(fuzzer.corpus().resolve(KeptCorpus.name(seed)), seed);
        }
        fuzzer.spend(List.of(build(folder).toString(), "-max_len=" + MOST_BYTES), seconds);
        return fuzzer.outcome(LABEL, MOST_BYTES);
    }
}
