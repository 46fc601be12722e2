// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.hw.control.ControlUnit;
import org.p2vit.hw.register.Register;
import org.p2vit.hw.register.Register.Access;
import org.p2vit.hw.register.RegisterMap;
import org.p2vit.testbench.bus.Bench;
import org.p2vit.testbench.bus.RegisterPort;
import org.p2vit.testbench.bus.RegisterTraffic;
import org.p2vit.testbench.bus.RegisterTraffic.Answer;
import org.p2vit.testbench.bus.RegisterTraffic.Pauses;
import org.p2vit.testbench.cosim.bench.VerilatedUnit;
import org.p2vit.testbench.verilator.Model;

/** Register accesses that overlap in every way AXI4-Lite allows, against a model that makes the writes one after the other. */
@Tag("cosim")
class RegisterAccessCosimTests {
    private static final int NOWHERE = 0x7c;
    private static final List<Register> OWNED = RegisterMap.REGISTERS.stream()
            .filter(register -> register.access() == Access.RW || register.access() == Access.RWI)
            .toList();

    /** Register contents after each number of writes, and what each write is answered. */
    private static final class History {
        private final List<Map<Integer, Long>> contents = new ArrayList<>();
        private final List<Integer> responses = new ArrayList<>();

        History() {
            Map<Integer, Long> reset = new HashMap<>();
            RegisterMap.REGISTERS.forEach(register -> reset.put(register.offset(), register.unsignedReset()));
            reset.put(RegisterMap.CONFIG_HASH.offset(), 7L);
            contents.add(reset);
        }

        void write(int address, long value, int strobes) {
            Map<Integer, Long> after = new HashMap<>(contents.get(contents.size() - 1));
            boolean fine = strobes == RegisterTraffic.WHOLE && address != NOWHERE;
            if (fine && OWNED.stream().anyMatch(register -> register.offset() == address)) {
                after.put(address, value);
            }
            contents.add(after);
            responses.add(fine ? RegisterPort.OKAY : RegisterPort.SLVERR);
        }
    }

    private static Model unit(long seed) {
        Model model = VerilatedUnit.open("ControlUnit-40", seed, () -> new ControlUnit(7, 40, 8));
        model.set("engine_drained", 1);
        model.step(RegisterMap.SETTLE_CYCLES + 2);
        return model;
    }

    private static int address(Random random) {
        if (random.nextInt(8) == 0) {
            return NOWHERE;
        }
        return random.nextInt(6) == 0
                ? RegisterMap.VERSION.offset()
                : OWNED.get(random.nextInt(OWNED.size())).offset();
    }

    /** Address first, data first, together, with answers that wait; a fifth of the writes has strobes missing. */
    @ParameterizedTest(name = "percent of pauses: aw {0}, w {1}, b {2}, ar {3}, r {4}")
    @CsvSource({"0, 0, 0, 0, 0", "80, 0, 0, 50, 0", "0, 80, 0, 0, 60", "0, 0, 80, 0, 0", "40, 50, 60, 30, 20"})
    void overlappingAccessesAreThoseOneAfterTheOther(int aw, int w, int b, int ar, int r) {
        long seed = 940 + aw + w;
        Random random = new Random(seed);
        try (Model model = unit(seed)) {
            Bench bench = new Bench(model);
            RegisterTraffic traffic = bench.add(new RegisterTraffic(model, "axi", seed, new Pauses(aw, w, b, ar, r)));
            History history = new History();
            for (int i = 0; i < 400; i++) {
                int address = address(random);
                long value = random.nextInt() & 0xffff_ffffL;
                int strobes = random.nextInt(5) == 0 ? random.nextInt(RegisterTraffic.WHOLE) : RegisterTraffic.WHOLE;
                traffic.write(address, value, strobes);
                history.write(address, value, strobes);
                traffic.read(random.nextInt(3) == 0 ? address : address(random));
            }
            bench.stepUntil(traffic::idle, 40_000);

            assertThat(traffic.writeResponses()).as("seed %d", seed).isEqualTo(history.responses);
            assertThat(traffic.answers()).hasSize(400);
            for (Answer answer : traffic.answers()) {
                boolean known = answer.address() != NOWHERE;
                assertThat(answer.response()).isEqualTo(known ? RegisterPort.OKAY : RegisterPort.SLVERR);
                if (known) {
                    assertThat(IntStream.rangeClosed(answer.answeredWrites(), answer.begunWrites())
                                    .mapToObj(writes ->
                                            history.contents.get(writes).get(answer.address())))
                            .as("register 0x%x, seed %d", answer.address(), seed)
                            .contains(answer.data());
                }
            }
            // Nothing is left over that would hold up an access or answer a second time.
            bench.step(50);
            assertThat(traffic.idle()).isTrue();
        }
    }

    /** A write takes a cycle for its two phases, one in which it is decoded, one for itself and one for its response; a read three. Neither slows the other. */
    @Test
    void accessesBackToBackCostFourAndThreeCycles() {
        try (Model model = unit(3)) {
            Bench bench = new Bench(model);
            RegisterTraffic traffic = bench.add(new RegisterTraffic(model, "axi", 3, new Pauses(0, 0, 0, 0, 0)));
            for (int i = 0; i < 100; i++) {
                traffic.write(RegisterMap.WATCHDOG.offset(), i, RegisterTraffic.WHOLE);
                traffic.read(RegisterMap.WATCHDOG.offset());
            }
            assertThat(bench.stepUntil(traffic::idle, 1000)).isLessThanOrEqualTo(402);
        }
    }

    /** What a run works with stands still while it lasts; what it does not, does not. */
    @ParameterizedTest
    @ValueSource(ints = {0, 40})
    void registersOfARunAreRefusedWhileItLasts(int stall) {
        try (Model model = unit(4)) {
            RegisterPort registers = RegisterPort.attach(model, "axi", 4, stall);
            registers.write(RegisterMap.CTRL.offset(), RegisterMap.CTRL.mask("START"));
            for (Register register : RegisterMap.REGISTERS) {
                if (register == RegisterMap.CTRL || register == RegisterMap.ISR) {
                    continue;
                }
                boolean refused = register.access() == Access.RWI;
                long before = registers.read(register.offset());
                long value = register == RegisterMap.WATCHDOG ? 0 : 0x5a;
                assertThat(registers.tryWrite(register.offset(), value))
                        .as(register.name())
                        .isEqualTo(refused ? RegisterPort.SLVERR : RegisterPort.OKAY);
                long after = registers.read(register.offset());
                if (register.access() == Access.RW) {
                    assertThat(after).as(register.name()).isEqualTo(value);
                } else if (refused) {
                    assertThat(after).as(register.name()).isEqualTo(before);
                }
            }
            assertThat(model.get("engine_run")).as("the run goes on").isEqualTo(1);
            model.set("engine_ended", 1);
            model.step(3);
            assertThat(registers.tryWrite(RegisterMap.IMAGES.offset(), 9)).isEqualTo(RegisterPort.OKAY);
            assertThat(registers.read(RegisterMap.IMAGES.offset())).isEqualTo(9);
        }
    }
}
