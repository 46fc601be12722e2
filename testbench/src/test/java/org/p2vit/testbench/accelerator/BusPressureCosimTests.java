// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2vit.testbench.accelerator.TinyAccelerator.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.register.Register;
import org.p2vit.hw.register.Register.Access;
import org.p2vit.hw.register.RegisterMap;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.testbench.bus.AxiMemory.Channel;
import org.p2vit.testbench.bus.AxiTiming;
import org.p2vit.testbench.bus.RegisterPort;
import org.p2vit.testbench.bus.RegisterPort.Answer;
import org.p2vit.testbench.check.Repeat;

/** Whole inferences whose bus channels pause each for itself, briefly or for long, while software keeps the registers busy. */
@Tag("cosim")
class BusPressureCosimTests {
    private static final long SEED = 61;
    private static final Repeat REPEAT = Repeat.test(BusPressureCosimTests.class, SEED);
    private static final VitShape SHAPE = shape(12, 4, 16, 1, 2, 32, 10);
    private static final byte[] PATCHES = RandomQuantizedVit.patches(SHAPE, SEED);

    private static AcceleratorSimulation open(boolean multiply, AxiTiming timing) {
        AcceleratorConfig config = multiply ? TinyAccelerator.MULTIPLY : TinyAccelerator.CONFIG;
        QuantizedVit network = RandomQuantizedVit.of(SHAPE, config.attention().coding(), SEED);
        return TinyAccelerator.open(config, network, timing, REPEAT, 2);
    }

    private static int percent(Channel paused, Channel channel, int percent) {
        return paused == null || paused == channel ? percent : 0;
    }

    private static AxiTiming pausing(Channel paused, int percent, int longest) {
        return new AxiTiming(
                20,
                8,
                SEED,
                percent(paused, Channel.AR, percent),
                percent(paused, Channel.R, percent),
                percent(paused, Channel.AW, percent),
                percent(paused, Channel.W, percent),
                percent(paused, Channel.B, percent),
                longest);
    }

    @ParameterizedTest(name = "channel {0} pauses from {1} % of the cycles on, {2} cycles at most")
    @CsvSource({"AR, 20, 60", "R, 5, 60", "AW, 50, 400", "W, 30, 60", "B, 60, 400", ", 5, 40", ", 90, 1", ", 1, 1000"})
    void everyWordIsRightHoweverChannelsPause(Channel paused, int percent, int longest) {
        try (AcceleratorSimulation simulation = open(false, pausing(paused, percent, longest))) {
            for (var image : simulation
                    .inferInARow(List.of(PATCHES, PATCHES), cycle -> {})
                    .images()) {
                image.verdict().requirePassed();
            }
        }
    }

    /** What a posted write must be answered; whole ones of registers that a run works with depend on whether it still runs. */
    private record Expected(boolean read, boolean okay, boolean either) {}

    /** Posts a few accesses that change nothing: to all registers and beside them, with all strobes. */
    private static void post(
            RegisterPort port, AcceleratorSimulation simulation, Random random, List<Expected> expected) {
        for (int i = 0; i < 6; i++) {
            Register register = RegisterMap.REGISTERS.get(random.nextInt(RegisterMap.REGISTERS.size()));
            boolean somewhere = random.nextInt(8) != 0;
            int address = somewhere ? register.offset() : 0x7c;
            int strobes = random.nextInt(3) == 0 ? RegisterPort.WHOLE : random.nextInt(RegisterPort.WHOLE);
            boolean whole = strobes == RegisterPort.WHOLE;
            boolean harmless = register.access() == Access.RO || !whole || !somewhere;
            if (random.nextBoolean() && harmless) {
                port.postWrite(address, random.nextInt(), strobes);
                expected.add(new Expected(false, whole && somewhere, false));
            } else if (register.access() == Access.RWI && somewhere) {
                port.postWrite(address, simulation.registers().read(address), RegisterPort.WHOLE);
                expected.add(new Expected(false, false, true));
            } else if (register != RegisterMap.CTRL) {
                port.postRead(address);
                expected.add(new Expected(true, somewhere, false));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void overlappingAccessesDoNotDisturbARun(boolean multiply) {
        Random random = new Random(SEED);
        List<Expected> expected = new ArrayList<>();
        try (AcceleratorSimulation simulation = open(multiply, pausing(null, 20, 10))) {
            RegisterPort port = simulation.registers();
            simulation.sampleCounters(30, sample -> post(port, simulation, random, expected));
            for (int run = 0; run < 3; run++) {
                simulation.infer(PATCHES, cycle -> {}).verdict().requirePassed();
            }
            port.await();
            List<Answer> answers = port.takeAnswers();
            for (boolean reads : new boolean[] {false, true}) {
                List<Expected> asked =
                        expected.stream().filter(each -> each.read() == reads).toList();
                List<Answer> given =
                        answers.stream().filter(each -> each.read() == reads).toList();
                assertThat(given).as("reads %s", reads).hasSameSizeAs(asked).hasSizeGreaterThan(50);
                for (int i = 0; i < asked.size(); i++) {
                    if (!asked.get(i).either()) {
                        assertThat(given.get(i).response())
                                .as("access %d, reads %s, seed %d", i, reads, SEED)
                                .isEqualTo(asked.get(i).okay() ? RegisterPort.OKAY : RegisterPort.SLVERR);
                    }
                }
            }
        }
    }

    /** There are no IDs at the port, so nothing can come out of order. */
    @Test
    void thePortHasNoIds() {
        try (AcceleratorSimulation simulation = open(false, pausing(null, 0, 1))) {
            for (String pin : List.of("arid", "rid", "awid", "bid")) {
                assertThat(simulation.model().hasPin("m_axi_gmem_" + pin))
                        .as(pin)
                        .isFalse();
            }
        }
    }
}
