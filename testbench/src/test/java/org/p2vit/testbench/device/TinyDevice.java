// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.deploy.ProgramImage;
import org.p2vit.quant.golden.GoldenVit;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.testbench.EmittedRtl;
import org.p2vit.testbench.accelerator.TinyAccelerator;
import org.p2vit.testbench.bus.AxiTiming;
import org.p2vit.testbench.bus.Dram;

/** A device of the configuration {@code tiny} in a folder, and a small network for it. */
final class TinyDevice implements AutoCloseable {
    static final AcceleratorConfig CONFIG = TinyAccelerator.CONFIG;
    private static final VitShape SHAPE = new VitShape(16, 16, 3, 4, 16, 2, 2, 32, 10);
    private static final long SEED = 23;
    private static final int MEMORY_BYTES = 1 << 20;
    private static final long MEMORY_ADDRESS = 0x8000_0000L;

    private final Path folder;
    private final Dram memory;
    private final SimulatedDevice device;

    TinyDevice(Path folder) {
        this(folder, MEMORY_BYTES);
    }

    /** With another size of memory. */
    TinyDevice(Path folder, int memoryBytes) {
        this.folder = folder;
        try {
            memory = Dram.inFile(folder.resolve(DeviceServer.MEMORY), memoryBytes, MEMORY_ADDRESS);
            device = new SimulatedDevice(TinyAccelerator.model(CONFIG), CONFIG, memory, AxiTiming.ideal(10, 4), SEED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Flips a bit of the memory. */
    void flip(int offset) {
        ByteBuffer bytes = memory.bytes();
        bytes.put(offset, (byte) (bytes.get(offset) ^ 1));
    }

    static Path rtl() {
        return EmittedRtl.folder(CONFIG);
    }

    SimulatedDevice device() {
        return device;
    }

    /** How a program ended and what it said. */
    record Run(int status, String output) {}

    /** Runs a program with this device, or with one put before it. */
    Run run(UnaryOperator<Device> fault, List<String> program, Object... arguments) {
        List<String> lines = new ArrayList<>();
        try (DeviceServer server = new DeviceServer(fault.apply(device), folder)) {
            List<String> command = Stream.concat(
                            program.stream(), Stream.of(arguments).map(Object::toString))
                    .toList();
            int status = server.run(command, lines::add);
            return new Run(status, String.join("\n", lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Run run(List<String> program, Object... arguments) {
        return run(UnaryOperator.identity(), program, arguments);
    }

    /** A program image with random inputs and what the golden model says of them. */
    static byte[] image(int cases) {
        QuantizedVit network = RandomQuantizedVit.of(SHAPE, SEED);
        GoldenVit golden = new GoldenVit(network);
        Random random = new Random(SEED);
        return ProgramImage.of(
                NetworkCompiler.compile(network, CONFIG),
                network,
                CONFIG,
                IntStream.range(0, cases)
                        .mapToObj(i -> {
                            byte[] codes = new byte[SHAPE.patches() * SHAPE.patchDepth()];
                            random.nextBytes(codes);
                            return new ProgramImage.Case(codes, golden.forward(codes));
                        })
                        .toList());
    }

    Path file(byte[] image) {
        try {
            return Files.write(folder.resolve("network.img"), image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        device.close();
    }
}
