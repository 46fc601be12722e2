// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.hw.control.ControlUnit;
import org.p2vit.hw.register.ErrorCode;
import org.p2vit.hw.register.Register;
import org.p2vit.hw.register.RegisterMap;
import org.p2vit.testbench.bus.RegisterPort;
import org.p2vit.testbench.cosim.bench.VerilatedUnit;
import org.p2vit.testbench.verilator.Model;

/** What a start demands of the registers and of the memory port, and how a run ends whose memory does not answer. */
@Tag("cosim")
class ControlUnitStartCosimTests {
    private static final int START = 1;
    private static final int ENDED = 0b1110;
    private static final int OPEN = 0b10_0000;
    private static final int ABORT = 16;
    private static final int WATCHDOG = 200;
    private static final Map<String, Register> BY_NAME =
            RegisterMap.REGISTERS.stream().collect(Collectors.toMap(Register::name, register -> register));

    private Model model;
    private RegisterPort registers;

    private void open(int addressBits, int wordBytes) {
        model = VerilatedUnit.open(
                "ControlUnit-" + addressBits, 960 + addressBits, () -> new ControlUnit(7, addressBits, wordBytes));
        registers = RegisterPort.attach(model, "axi");
        model.set("engine_drained", 1);
        model.set("engine_progress", 1);
    }

    private void openSettled(int addressBits, int wordBytes) {
        open(addressBits, wordBytes);
        model.step(RegisterMap.SETTLE_CYCLES + 2);
        write(RegisterMap.WATCHDOG, WATCHDOG);
        write(RegisterMap.GIE, 1);
        write(RegisterMap.IER, 2);
    }

    @AfterEach
    void close() {
        model.close();
    }

    private long read(Register register) {
        return registers.read(register.offset());
    }

    private void write(Register register, long value) {
        registers.write(register.offset(), value);
    }

    private ErrorCode error() {
        return ErrorCode.of((int) read(RegisterMap.ERROR) & 0xff);
    }

    /** Each case is a list of register=value, on 40-bit addresses and words of 8 bytes. */
    @ParameterizedTest
    @CsvSource({
        "MODEL_LOW=8 INPUT_LOW=1000 OUTPUT_LOW=7ffffff8, NONE",
        "PROGRAM_LOW=4, UNALIGNED_ADDRESS",
        "MODEL_LOW=1001, UNALIGNED_ADDRESS",
        "INPUT_LOW=1004, UNALIGNED_ADDRESS",
        "OUTPUT_LOW=2, UNALIGNED_ADDRESS",
        "INPUT_STRIDE=c, UNALIGNED_ADDRESS",
        "OUTPUT_STRIDE=1, UNALIGNED_ADDRESS",
        "INPUT_STRIDE=18 OUTPUT_STRIDE=fffffff8, NONE",
        "PROGRAM_HIGH=100, ADDRESS_OVERFLOW",
        "MODEL_HIGH=80000000, ADDRESS_OVERFLOW",
        "INPUT_HIGH=100, ADDRESS_OVERFLOW",
        "OUTPUT_HIGH=10000, ADDRESS_OVERFLOW",
        "MODEL_SIZE_HIGH=100, ADDRESS_OVERFLOW",
        "INPUT_SIZE_HIGH=100, ADDRESS_OVERFLOW",
        "OUTPUT_SIZE_HIGH=800, ADDRESS_OVERFLOW",
        "MODEL_HIGH=ff MODEL_LOW=fffff000 MODEL_SIZE_LOW=1000, NONE",
        "MODEL_HIGH=ff MODEL_LOW=fffff000 MODEL_SIZE_LOW=1001, ADDRESS_OVERFLOW",
        "INPUT_HIGH=ff INPUT_LOW=fffff000 INPUT_SIZE_HIGH=80, ADDRESS_OVERFLOW",
        "OUTPUT_HIGH=80 OUTPUT_LOW=8 OUTPUT_SIZE_HIGH=7f OUTPUT_SIZE_LOW=fffffff8, NONE",
        "OUTPUT_HIGH=80 OUTPUT_LOW=8 OUTPUT_SIZE_HIGH=80, ADDRESS_OVERFLOW",
        "PROGRAM_HIGH=ff PROGRAM_LOW=ffffffc0 PROGRAM_COMMANDS=1 LOOP_COMMANDS=1, NONE",
        "PROGRAM_HIGH=ff PROGRAM_LOW=ffffffc0 PROGRAM_COMMANDS=2 LOOP_COMMANDS=1, ADDRESS_OVERFLOW",
        "PROGRAM_HIGH=ff PROGRAM_LOW=ffffffc0 PROGRAM_COMMANDS=1 LOOP_COMMANDS=2, ADDRESS_OVERFLOW",
        "PROGRAM_COMMANDS=400000, ADDRESS_OVERFLOW",
        "LOOP_COMMANDS=80000001, ADDRESS_OVERFLOW",
        "LOOP_COMMANDS=400000 IMAGES=2, ILLEGAL_IMAGES",
        "IMAGES=0, ILLEGAL_IMAGES"
    })
    void aStartDemandsRegionsThatExist(String settings, ErrorCode code) {
        openSettled(40, 8);
        requireStart(settings, code);
    }

    /** Where an address has no high half, the registers must be 0; where it has all of it, none of it is too much. */
    @ParameterizedTest
    @CsvSource({
        "32, PROGRAM_HIGH=1, ADDRESS_OVERFLOW",
        "32, MODEL_HIGH=1, ADDRESS_OVERFLOW",
        "32, INPUT_HIGH=80000000, ADDRESS_OVERFLOW",
        "32, OUTPUT_HIGH=ffffffff, ADDRESS_OVERFLOW",
        "32, OUTPUT_SIZE_HIGH=1, ADDRESS_OVERFLOW",
        "32, OUTPUT_LOW=fffffff0 OUTPUT_SIZE_LOW=10, NONE",
        "32, OUTPUT_LOW=fffffff0 OUTPUT_SIZE_LOW=11, ADDRESS_OVERFLOW",
        "32, OUTPUT_LOW=8, UNALIGNED_ADDRESS",
        "64, OUTPUT_HIGH=ffffffff OUTPUT_LOW=fffffff0 OUTPUT_SIZE_LOW=10, NONE",
        "64, OUTPUT_HIGH=ffffffff OUTPUT_LOW=fffffff0 OUTPUT_SIZE_LOW=11, ADDRESS_OVERFLOW",
        "64, MODEL_HIGH=80000000 MODEL_SIZE_HIGH=80000000, NONE",
        "64, MODEL_HIGH=80000000 MODEL_SIZE_HIGH=80000000 MODEL_SIZE_LOW=1, ADDRESS_OVERFLOW"
    })
    void aStartDemandsWhatTheAddressWidthAllows(int addressBits, String settings, ErrorCode code) {
        openSettled(addressBits, 16);
        requireStart(settings, code);
    }

    private void requireStart(String settings, ErrorCode code) {
        Stream.of(settings.split(" ")).map(setting -> setting.split("=")).forEach(setting -> {
            long value = Long.parseLong(setting[1], 16);
            write(BY_NAME.get(setting[0]), value);
            assertThat(read(BY_NAME.get(setting[0]))).isEqualTo(value);
        });
        write(RegisterMap.CTRL, START);
        model.step(12);
        assertThat(error()).isEqualTo(code);
        assertThat(model.get("engine_run")).isEqualTo(code == ErrorCode.NONE ? 1 : 0);
        assertThat(model.get("interrupt")).isEqualTo(code == ErrorCode.NONE ? 0 : 1);
        assertThat(read(RegisterMap.ERROR) >>> 8).as("unit and tag").isZero();
        assertThat(read(RegisterMap.CTRL)).isEqualTo(code == ErrorCode.NONE ? START : ENDED);
    }

    /** Before the first burst could leave the engine, which takes three cycles from {@code run} on. */
    @Test
    void aRunThatMayNotBeginIsStoppedBeforeItAsks() {
        openSettled(40, 8);
        write(RegisterMap.MODEL_LOW, 1);
        write(RegisterMap.CTRL, START);
        int running = 0;
        for (int cycle = 0; cycle < 20; cycle++) {
            running += (int) model.get("engine_run");
            model.step();
        }
        assertThat(running).isLessThanOrEqualTo(2);
    }

    @Test
    void noRunBeginsUntilThePortHasBeenQuietAfterReset() {
        open(40, 8);
        assertThat(read(RegisterMap.CTRL)).isEqualTo(OPEN | 4);
        write(RegisterMap.CTRL, START);
        assertThat(error()).isEqualTo(ErrorCode.TRANSFERS_OPEN);
        assertThat(read(RegisterMap.CTRL)).isEqualTo(OPEN | ENDED);
        model.step(RegisterMap.SETTLE_CYCLES - 50);
        assertThat(read(RegisterMap.CTRL) & OPEN).isEqualTo(OPEN);
        model.set("engine_moves", 1);
        model.step();
        model.set("engine_moves", 0);
        model.step(RegisterMap.SETTLE_CYCLES - 50);
        assertThat(read(RegisterMap.CTRL) & OPEN).as("a late beat").isEqualTo(OPEN);
        model.step(60);
        assertThat(read(RegisterMap.CTRL)).isEqualTo(ENDED & ~2);
        model.set("engine_moves", 1);
        model.step(3);
        assertThat(read(RegisterMap.CTRL) & OPEN)
                .as("a beat when none is expected")
                .isZero();
        write(RegisterMap.CTRL, START);
        model.step(10);
        assertThat(model.get("engine_run")).isEqualTo(1);
        assertThat(error()).isEqualTo(ErrorCode.NONE);
    }

    /** Bus and units stand still, then the watchdog; or the run is aborted and the bus stands still. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void memoryThatNeverAnswersEndsTheRunAndBlocksTheNextOne(boolean abort) {
        openSettled(40, 8);
        write(RegisterMap.CTRL, START);
        model.step(20);
        model.set("engine_occupied", 1);
        model.set("engine_drained", 0);
        model.set("engine_failedUnit", 2);
        model.set("engine_tag", 0x1234);
        if (abort) {
            write(RegisterMap.CTRL, ABORT);
            // Units that go on with what they have are no reason to wait.
        } else {
            model.set("engine_progress", 0);
        }
        assertThat(model.get("interrupt")).isZero();
        model.step(WATCHDOG + 10);
        assertThat(model.get("interrupt")).isEqualTo(1);
        ErrorCode code = abort ? ErrorCode.ABORTED : ErrorCode.TIMEOUT;
        assertThat(error()).isEqualTo(code);
        assertThat(read(RegisterMap.CTRL)).isEqualTo(OPEN | ENDED);
        write(RegisterMap.ISR, 3);

        model.step(500);
        write(RegisterMap.CTRL, START);
        model.step(4);
        assertThat(model.get("engine_resetn"))
                .as("the engine still waits for its beats")
                .isEqualTo(1);
        assertThat(model.get("engine_run")).isZero();
        assertThat(model.get("interrupt")).isEqualTo(1);
        assertThat(read(RegisterMap.ERROR)).isEqualTo(ErrorCode.TRANSFERS_OPEN.ordinal());
        assertThat(read(RegisterMap.CTRL)).isEqualTo(OPEN | ENDED);
        write(RegisterMap.ISR, 3);

        model.set("engine_drained", 1);
        model.set("engine_occupied", 0);
        model.set("engine_progress", 1);
        model.step(3);
        write(RegisterMap.CTRL, START);
        model.step(10);
        assertThat(model.get("engine_run")).isEqualTo(1);
        assertThat(read(RegisterMap.ERROR)).isZero();
    }

    /** A beat now and then is no silence, however long it takes. */
    @Test
    void slowMemoryIsWaitedFor() {
        openSettled(40, 8);
        write(RegisterMap.CTRL, START);
        model.step(20);
        model.set("engine_drained", 0);
        write(RegisterMap.CTRL, ABORT);
        for (int beat = 0; beat < 20; beat++) {
            model.set("engine_moves", 1);
            model.step();
            model.set("engine_moves", 0);
            model.step(WATCHDOG - 20);
        }
        assertThat(read(RegisterMap.CTRL)).isEqualTo(START);
        model.set("engine_drained", 1);
        model.step(3);
        assertThat(read(RegisterMap.CTRL)).isEqualTo(ENDED);
    }

    /** With the watchdog off nothing ends a run by itself, but an abort still does. */
    @Test
    void anAbortEndsARunWithoutWatchdog() {
        openSettled(40, 8);
        write(RegisterMap.WATCHDOG, 0);
        write(RegisterMap.CTRL, START);
        model.step(20);
        model.set("engine_drained", 0);
        model.set("engine_progress", 0);
        model.run(5000);
        assertThat(read(RegisterMap.CTRL)).isEqualTo(START);
        write(RegisterMap.CTRL, ABORT);
        // The bus stands still since before the abort.
        model.run(RegisterMap.DEFAULT_WATCHDOG - 5100);
        assertThat(read(RegisterMap.CTRL)).isEqualTo(START);
        model.step(200);
        assertThat(read(RegisterMap.CTRL)).isEqualTo(OPEN | ENDED);
        assertThat(error()).isEqualTo(ErrorCode.ABORTED);
        assertThat(model.get("interrupt")).isEqualTo(1);
    }
}
