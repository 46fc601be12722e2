// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.hw.control.ControlUnit;
import org.p2vit.hw.program.Unit;
import org.p2vit.hw.register.ErrorCode;
import org.p2vit.hw.register.Register;
import org.p2vit.hw.register.RegisterMap;
import org.p2vit.testbench.bus.RegisterPort;
import org.p2vit.testbench.cosim.bench.VerilatedUnit;
import org.p2vit.testbench.verilator.Model;

/** The registers and the life of a run, with an engine played by the test. */
@Tag("cosim")
public class ControlUnitCosimTests {
    private static final int HASH = 0xcafe_f00d;
    private static final int ADDRESS_BITS = 40;
    private static final int WORD_BYTES = 8;
    private static final int START = 1;
    private static final int DONE = 2;
    private static final int IDLE = 4;
    private static final int READY = 8;
    private static final int ABORT = 16;
    private static final int ISR_DONE = 1;
    private static final int ISR_ERROR = 2;

    private Model model;
    private RegisterPort registers;

    @BeforeEach
    void open() {
        open(0);
    }

    private void open(int stall) {
        model = VerilatedUnit.open("ControlUnit", 900 + stall, () -> new ControlUnit(HASH, ADDRESS_BITS, WORD_BYTES));
        registers = RegisterPort.attach(model, "axi", 901, stall);
        model.set("engine_drained", 1);
        model.set("engine_progress", 1);
        model.step(RegisterMap.SETTLE_CYCLES + 2);
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

    private void start() {
        write(RegisterMap.CTRL, START);
        for (int cycle = 0; model.get("engine_run") == 0; cycle++) {
            assertThat(cycle).as("cycles from start to run").isLessThan(20);
            model.step();
        }
        model.set("engine_occupied", 1);
    }

    private void finish() {
        model.set("engine_occupied", 0);
        model.set("engine_ended", 1);
        model.step(3);
        model.set("engine_ended", 0);
    }

    private void fail(ErrorCode code) {
        model.set("engine_failure", code.ordinal());
        model.set("engine_failedUnit", Unit.STORE.ordinal());
        model.set("engine_tag", 0x1234);
        model.step(3);
    }

    @Test
    void registersReadTheirResetValues() {
        for (Register register : RegisterMap.REGISTERS) {
            int expected = register == RegisterMap.CONFIG_HASH ? HASH : register.reset();
            assertThat(read(register)).as(register.name()).isEqualTo(Integer.toUnsignedLong(expected));
        }
    }

    @Test
    void softwareOwnsItsRegistersAndNoOthers() {
        for (Register register : RegisterMap.REGISTERS) {
            if (owned(register) || register.access() == Register.Access.RO) {
                write(register, 0xa5a5_0000L + register.offset());
            }
        }
        for (Register register : RegisterMap.REGISTERS) {
            if (owned(register)) {
                assertThat(read(register)).as(register.name()).isEqualTo(0xa5a5_0000L + register.offset());
            } else if (register != RegisterMap.CONFIG_HASH) {
                assertThat(read(register)).as(register.name()).isEqualTo(register.reset());
            }
        }
        long low = 0xa5a5_0000L;
        assertThat(model.get("engine_program"))
                .isEqualTo(low + RegisterMap.PROGRAM_HIGH.offset() << 32 | low + RegisterMap.PROGRAM_LOW.offset());
        assertThat(model.get("engine_model"))
                .isEqualTo(low + RegisterMap.MODEL_HIGH.offset() << 32 | low + RegisterMap.MODEL_LOW.offset());
        assertThat(model.get("engine_input"))
                .isEqualTo(low + RegisterMap.INPUT_HIGH.offset() << 32 | low + RegisterMap.INPUT_LOW.offset());
        assertThat(model.get("engine_output"))
                .isEqualTo(low + RegisterMap.OUTPUT_HIGH.offset() << 32 | low + RegisterMap.OUTPUT_LOW.offset());
        assertThat(model.get("engine_modelSize"))
                .isEqualTo(
                        low + RegisterMap.MODEL_SIZE_HIGH.offset() << 32 | low + RegisterMap.MODEL_SIZE_LOW.offset());
        assertThat(model.get("engine_inputSize"))
                .isEqualTo(
                        low + RegisterMap.INPUT_SIZE_HIGH.offset() << 32 | low + RegisterMap.INPUT_SIZE_LOW.offset());
        assertThat(model.get("engine_outputSize"))
                .isEqualTo(
                        low + RegisterMap.OUTPUT_SIZE_HIGH.offset() << 32 | low + RegisterMap.OUTPUT_SIZE_LOW.offset());
        assertThat(model.get("engine_commands")).isEqualTo(0x25_0000 + RegisterMap.PROGRAM_COMMANDS.offset());
    }

    private static boolean owned(Register register) {
        return register.access() == Register.Access.RW || register.access() == Register.Access.RWI;
    }

    @Test
    void addressesWithoutARegisterAreRefused() {
        for (int address : new int[] {0x70, 0x90, 0xd0, 0xffc}) {
            assertThat(registers.tryRead(address)).isEqualTo(RegisterPort.SLVERR);
            assertThat(registers.tryWrite(address, 1)).isEqualTo(RegisterPort.SLVERR);
        }
        assertThat(registers.tryRead(0)).isEqualTo(RegisterPort.OKAY);
    }

    @Test
    void aRunGoesFromStartToDone() {
        assertThat(model.get("engine_run")).isZero();
        write(RegisterMap.CTRL, START);
        int cleared = 0;
        while (model.get("engine_run") == 0) {
            cleared += model.get("engine_resetn") == 0 ? 1 : 0;
            model.step();
        }
        assertThat(cleared).as("cycles in which the engine is reset").isPositive();
        model.set("engine_occupied", 1);
        model.step(5);
        assertThat(model.get("engine_resetn")).isEqualTo(1);
        assertThat(read(RegisterMap.CTRL)).isEqualTo(START);
        model.set("engine_ended", 1);
        model.step(5);
        assertThat(read(RegisterMap.CTRL)).as("while a unit is occupied").isEqualTo(START);
        model.set("engine_drained", 0);
        model.set("engine_occupied", 0);
        model.step(5);
        assertThat(read(RegisterMap.CTRL)).as("while a transaction is open").isEqualTo(START);
        model.set("engine_drained", 1);
        model.step(2);
        assertThat(read(RegisterMap.CTRL)).isEqualTo(DONE | IDLE | READY);
        assertThat(read(RegisterMap.CTRL)).as("DONE is cleared by reading").isEqualTo(IDLE | READY);
        assertThat(read(RegisterMap.ERROR)).isZero();
        assertThat(model.get("engine_run")).isZero();
        model.set("engine_ended", 0);
        start();
        assertThat(read(RegisterMap.CTRL)).as("READY is cleared by a start").isEqualTo(START);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 30, 70})
    void doneIsReadExactlyOnceHoweverItIsPolled(int stall) {
        close();
        open(stall);
        for (int run = 0; run < 20; run++) {
            start();
            model.set("engine_occupied", 0);
            model.set("engine_ended", 1);
            int done = 0;
            for (int poll = 0; poll < 5; poll++) {
                done += (read(RegisterMap.CTRL) & DONE) != 0 ? 1 : 0;
            }
            assertThat(done).as("run %d, stall %d", run, stall).isEqualTo(1);
            model.set("engine_ended", 0);
        }
    }

    @Test
    void theInterruptFollowsItsEnables() {
        start();
        finish();
        assertThat(read(RegisterMap.ISR)).isEqualTo(ISR_DONE);
        assertThat(model.get("interrupt")).isZero();
        write(RegisterMap.IER, ISR_DONE);
        assertThat(model.get("interrupt")).as("without GIE").isZero();
        write(RegisterMap.GIE, 1);
        model.step(2);
        assertThat(model.get("interrupt")).isEqualTo(1);
        write(RegisterMap.ISR, ISR_DONE);
        model.step(2);
        assertThat(model.get("interrupt")).as("acknowledged").isZero();
        assertThat(read(RegisterMap.ISR)).isZero();
        write(RegisterMap.ISR, ISR_ERROR);
        assertThat(read(RegisterMap.ISR)).as("writing 1 toggles").isEqualTo(ISR_ERROR);
        model.step(2);
        assertThat(model.get("interrupt")).as("ERROR is not enabled").isZero();
        write(RegisterMap.IER, ISR_ERROR);
        model.step(2);
        assertThat(model.get("interrupt")).isEqualTo(1);
        write(RegisterMap.GIE, 0);
        model.step(2);
        assertThat(model.get("interrupt")).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "TIMEOUT", "ABORTED"})
    void aFailureDrainsAndEndsTheRunWithItsCode(ErrorCode code) {
        start();
        model.set("engine_drained", 0);
        fail(code);
        assertThat(model.get("engine_run")).isZero();
        assertThat(read(RegisterMap.CTRL)).as("while it drains").isEqualTo(START);
        model.set("engine_drained", 1);
        model.step(2);
        assertThat(read(RegisterMap.CTRL)).isEqualTo(DONE | IDLE | READY);
        assertThat(read(RegisterMap.ISR)).isEqualTo(ISR_DONE | ISR_ERROR);
        assertThat(read(RegisterMap.ERROR)).isEqualTo(0x1234L << 16 | Unit.STORE.ordinal() << 8 | code.ordinal());
        model.set("engine_failure", 0);
        start();
        assertThat(read(RegisterMap.ERROR)).as("cleared by the next start").isZero();
        finish();
        assertThat(read(RegisterMap.ERROR)).isZero();
        assertThat(read(RegisterMap.CTRL)).isEqualTo(DONE | IDLE | READY);
    }

    @Test
    void aFailureInTheLastCycleCounts() {
        start();
        model.set("engine_occupied", 0);
        model.set("engine_ended", 1);
        fail(ErrorCode.WRITE_ERROR);
        assertThat(read(RegisterMap.ERROR) & 0xff).isEqualTo(ErrorCode.WRITE_ERROR.ordinal());
        assertThat(read(RegisterMap.ISR)).isEqualTo(ISR_DONE | ISR_ERROR);
    }

    @Test
    void abortEndsARunButNothingElse() {
        write(RegisterMap.CTRL, ABORT);
        assertThat(read(RegisterMap.CTRL)).as("abort while idle").isEqualTo(IDLE);
        start();
        write(RegisterMap.CTRL, ABORT);
        model.step(2);
        assertThat(read(RegisterMap.CTRL)).isEqualTo(DONE | IDLE | READY);
        assertThat(read(RegisterMap.ERROR) & 0xff).isEqualTo(ErrorCode.ABORTED.ordinal());
        start();
        finish();
        assertThat(read(RegisterMap.ERROR)).as("the next run").isZero();
    }

    @Test
    void anAbortRightAfterStartIsNotLost() {
        write(RegisterMap.CTRL, START);
        write(RegisterMap.CTRL, ABORT);
        model.set("engine_occupied", 1);
        model.step(20);
        assertThat(read(RegisterMap.CTRL)).isEqualTo(DONE | IDLE | READY);
        assertThat(read(RegisterMap.ERROR) & 0xff).isEqualTo(ErrorCode.ABORTED.ordinal());
    }

    @ParameterizedTest
    @CsvSource({"0, 5, ILLEGAL_IMAGES", "2, 0, ILLEGAL_IMAGES", "1, 0, NONE", "4294967295, 1, NONE"})
    void moreThanOneImageNeedsALoop(long images, int loopCommands, ErrorCode error) {
        write(RegisterMap.IMAGES, images);
        write(RegisterMap.LOOP_COMMANDS, loopCommands);
        start();
        model.step(3);
        assertThat(model.get("engine_run")).isEqualTo(error == ErrorCode.NONE ? 1 : 0);
        assertThat(read(RegisterMap.ERROR) & 0xff).isEqualTo(error.ordinal());
        finish();
        write(RegisterMap.IMAGES, 1);
        start();
        finish();
        assertThat(read(RegisterMap.ERROR)).as("the next run").isZero();
    }

    @Test
    void imagesAreCountedFromStart() {
        for (int images : new int[] {3, 0, 2}) {
            start();
            for (int i = 0; i < images; i++) {
                model.set("engine_imageDone", 1);
                model.step();
                model.set("engine_imageDone", 0);
                model.step(2);
            }
            finish();
            assertThat(read(RegisterMap.IMAGES_DONE)).isEqualTo(images);
        }
    }

    /** With transfers open, too, which would refuse it to an idle machine. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void startWhileRunningIsIgnored(int drained) {
        start();
        model.set("engine_drained", drained);
        model.step(100);
        write(RegisterMap.CTRL, START);
        model.step(10);
        model.set("engine_drained", 1);
        assertThat(read(RegisterMap.ERROR)).isZero();
        assertThat(read(RegisterMap.CYCLES_LOW)).isGreaterThan(110);
        assertThat(model.get("engine_run")).isEqualTo(1);
        finish();
        assertThat(read(RegisterMap.CTRL)).isEqualTo(DONE | IDLE | READY);
    }

    @Test
    void theWatchdogEndsARunWithoutProgress() {
        write(RegisterMap.WATCHDOG, 100);
        start();
        model.step(500);
        assertThat(model.get("engine_run")).as("with progress").isEqualTo(1);
        model.set("engine_progress", 0);
        model.step(99);
        model.set("engine_progress", 1);
        model.step();
        model.set("engine_progress", 0);
        model.step(99);
        assertThat(model.get("engine_run"))
                .as("one cycle of progress in between")
                .isEqualTo(1);
        model.step(4);
        assertThat(model.get("engine_run")).isZero();
        assertThat(read(RegisterMap.ERROR) & 0xff).isEqualTo(ErrorCode.TIMEOUT.ordinal());
        write(RegisterMap.WATCHDOG, 0);
        start();
        model.step(2000);
        assertThat(model.get("engine_run")).as("switched off").isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0", "1000"})
    void cyclesAreThoseFromStartToDone(int extra) {
        start();
        finish();
        long shortest = read(RegisterMap.CYCLES_LOW);
        model.step(50);
        assertThat(read(RegisterMap.CYCLES_LOW))
                .as("stands still after the end")
                .isEqualTo(shortest);
        start();
        model.step(extra);
        finish();
        assertThat(read(RegisterMap.CYCLES_LOW)).isEqualTo(shortest + extra);
        assertThat(read(RegisterMap.CYCLES_HIGH)).isZero();
        assertThat(shortest).isBetween(4L, 30L);
    }

    @Test
    void unitsAreCountedWhileTheRunLasts() {
        Unit[] units = Unit.values();
        model.set("engine_busy", 0x7f);
        model.set("engine_stall", 0x7f);
        model.step(20);
        model.set("engine_busy", 0);
        model.set("engine_stall", 0);
        for (int run = 0; run < 2; run++) {
            start();
            for (int i = 1; i < units.length; i++) {
                model.set("engine_busy", 1 << i - 1);
                model.step(10 * i);
                model.set("engine_busy", 0);
                model.set("engine_stall", 1 << i - 1);
                model.step(i);
                model.set("engine_stall", 0);
            }
            finish();
            model.set("engine_busy", 0x7f);
            model.step(20);
            model.set("engine_busy", 0);
            for (int i = 1; i < units.length; i++) {
                assertThat(read(RegisterMap.busy(units[i])))
                        .as("busy " + units[i])
                        .isEqualTo(10L * i);
                assertThat(read(RegisterMap.stall(units[i])))
                        .as("stall " + units[i])
                        .isEqualTo(i);
            }
        }
        model.set("engine_dispatched", 77);
        assertThat(read(RegisterMap.COMMANDS)).isEqualTo(77);
    }
}
