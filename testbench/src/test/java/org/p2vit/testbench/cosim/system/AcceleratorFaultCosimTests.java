// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.ControlCommand;
import org.p2vit.hw.program.LoadCommand;
import org.p2vit.hw.program.MatMulCommand;
import org.p2vit.hw.program.Region;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.StoreCommand;
import org.p2vit.hw.program.StridedAddress;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;
import org.p2vit.hw.register.ErrorCode;
import org.p2vit.hw.register.Register;
import org.p2vit.hw.register.RegisterMap;
import org.p2vit.testbench.accelerator.TinyAccelerator;
import org.p2vit.testbench.bus.AxiMemory;
import org.p2vit.testbench.bus.AxiTiming;
import org.p2vit.testbench.bus.Dram;
import org.p2vit.testbench.bus.RegisterPort;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.RunResult;
import org.p2vit.testbench.verilator.StopReason;

/** Runs that fail end with their error and an interrupt, and the next run is sound. */
@Tag("cosim")
class AcceleratorFaultCosimTests {
    private static final int PROGRAM = 0x1000;
    private static final int MODEL = 0x8000;
    private static final int OUTPUT = 0x1_0000;
    private static final int SIZE = 0x2_0000;
    private static final int WORD_BYTES = 8;
    private static final int STORED_WORDS = 40;
    private static final int CTRL_ENDED = 0b1110;
    private static final AxiTiming TIMING = AxiTiming.ideal(12, 4).withStalls(950, 25);
    private static final StridedAddress PLACE = new StridedAddress(0, 1);
    private static final Command LOAD = LoadCommand.of(Region.MODEL, 0, 500, LoadCommand.Destination.ACT, 0, Sync.FREE);
    private static final Command STORE = StoreCommand.of(Region.OUTPUT, 0, STORED_WORDS, 0, Sync.FREE);
    /** Waits for a token that nobody gives. */
    private static final Command STUCK =
            MatMulCommand.of(PLACE, PLACE, 1, 1, 1, Sync.FREE.after(Semaphore.WEIGHTS_LOADED));

    private final Dram dram = new Dram(SIZE);
    private Model model;
    private RegisterPort registers;

    private void open(long errorFrom, long errorTo) {
        // No seed: buffers begin as zeros, and so does what is stored of them.
        model = TinyAccelerator.model(TinyAccelerator.CONFIG).recording().open();
        AxiMemory.attach(model, "m_axi_gmem", dram, TIMING, errorFrom, errorTo);
        registers = RegisterPort.attach(model, "s_axi_ctrl");
        model.reset("aresetn", 4);
        model.step(RegisterMap.SETTLE_CYCLES + 2);
        write(RegisterMap.PROGRAM_LOW, PROGRAM);
        write(RegisterMap.MODEL_LOW, MODEL);
        write(RegisterMap.MODEL_SIZE_LOW, SIZE - MODEL);
        write(RegisterMap.OUTPUT_LOW, OUTPUT);
        write(RegisterMap.OUTPUT_SIZE_LOW, SIZE - OUTPUT);
        write(RegisterMap.GIE, 1);
        write(RegisterMap.IER, 2);
        write(RegisterMap.WATCHDOG, 3000);
    }

    @AfterEach
    void close() {
        model.close();
    }

    private void write(Register register, long value) {
        registers.write(register.offset(), value);
    }

    private long read(Register register) {
        return registers.read(register.offset());
    }

    private void load(List<Command> commands) {
        ByteBuffer bytes = ByteBuffer.allocate(commands.size() * Command.BYTES);
        for (int i = 0; i < commands.size(); i++) {
            commands.get(i).encode(bytes, 0x100 + i);
        }
        dram.write(PROGRAM, bytes.array());
        write(RegisterMap.PROGRAM_COMMANDS, commands.size());
    }

    private void requireFailure(ErrorCode code, Unit unit) {
        model.stopRules("interrupt", 0);
        RunResult result = model.run(20_000);
        assertThat(result.reason()).as(result.toString()).isEqualTo(StopReason.STOP_PIN);
        model.stopRules(null, 0);
        long error = read(RegisterMap.ERROR);
        assertThat(ErrorCode.of((int) error & 0xff)).isEqualTo(code);
        assertThat(error >> 8 & 0xf).isEqualTo(unit.ordinal());
        assertThat(read(RegisterMap.CTRL)).isEqualTo(CTRL_ENDED);
        write(RegisterMap.ISR, 3);
    }

    /** A run after a failure; what the failed one had open or queued must not show. */
    private void requireSoundRun() {
        byte[] mark = new byte[STORED_WORDS * WORD_BYTES + 1];
        Arrays.fill(mark, (byte) 0x5a);
        dram.write(OUTPUT, mark);
        load(List.of(LOAD, STORE, ControlCommand.end()));
        write(RegisterMap.CTRL, 1);
        for (int polls = 0; (read(RegisterMap.CTRL) & 2) == 0; polls++) {
            assertThat(polls).as("polls for DONE").isLessThan(2000);
        }
        assertThat(read(RegisterMap.ERROR)).isZero();
        assertThat(read(RegisterMap.COMMANDS)).isEqualTo(3);
        assertThat(read(RegisterMap.busy(Unit.LOAD))).isEqualTo(500);
        assertThat(read(RegisterMap.busy(Unit.STORE))).isEqualTo(STORED_WORDS);
        assertThat(dram.read(OUTPUT, STORED_WORDS * WORD_BYTES))
                .as("OUT was never written")
                .containsOnly(0);
        assertThat(dram.read(OUTPUT + STORED_WORDS * WORD_BYTES, 1)).containsExactly(0x5a);
    }

    private void fails(List<Command> commands, ErrorCode code, Unit unit) {
        load(commands);
        write(RegisterMap.CTRL, 1);
        requireFailure(code, unit);
        model.step(500);
        requireSoundRun();
    }

    @Test
    void anIllegalCommandAmongRunningOnes() {
        open(0, 0);
        Command illegal = LoadCommand.of(Region.MODEL, 0, 0, LoadCommand.Destination.ACT, 0, Sync.FREE);
        fails(List.of(LOAD, STORE, STUCK, illegal, STORE, ControlCommand.end()), ErrorCode.ILLEGAL_OPERAND, Unit.LOAD);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 30})
    void aProgramWithoutEnd(int commands) {
        open(0, 0);
        Command brief = LoadCommand.of(Region.MODEL, 0, 1, LoadCommand.Destination.ACT, 0, Sync.FREE);
        fails(Collections.nCopies(commands, brief), ErrorCode.PROGRAM_OVERRUN, Unit.CONTROL);
    }

    @Test
    void aReadError() {
        open(SIZE - 64, SIZE);
        Command bad = LoadCommand.of(Region.MODEL, SIZE - MODEL - 800, 100, LoadCommand.Destination.RES, 0, Sync.FREE);
        fails(List.of(STORE, bad, LOAD, STUCK, ControlCommand.end()), ErrorCode.READ_ERROR, Unit.LOAD);
    }

    @Test
    void aReadErrorInTheProgram() {
        open(SIZE - 64, SIZE);
        write(RegisterMap.PROGRAM_LOW, SIZE - 64);
        write(RegisterMap.PROGRAM_COMMANDS, 2);
        write(RegisterMap.CTRL, 1);
        requireFailure(ErrorCode.READ_ERROR, Unit.CONTROL);
        write(RegisterMap.PROGRAM_LOW, PROGRAM);
        requireSoundRun();
    }

    @Test
    void aWriteError() {
        open(SIZE - 64, SIZE);
        Command bad = StoreCommand.of(Region.OUTPUT, SIZE - OUTPUT - 64, 8, 0, Sync.FREE);
        fails(List.of(LOAD, bad, STORE, STUCK, ControlCommand.end()), ErrorCode.WRITE_ERROR, Unit.STORE);
    }

    /** Bytes of MODEL, then region, offset and words of a LOAD. Nothing is read: the memory is not there in two of the cases. */
    @ParameterizedTest
    @CsvSource({
        "8000, MODEL, 7f00, 21",
        "ffff, MODEL, fff8, 1",
        "18000, MODEL, 100000000, 1",
        "18000, MODEL, 17ff8, 2",
        "18000, MODEL, 18000, 1",
        "18000, MODEL, 4, 1",
        "18000, INPUT, 0, 1",
        "18000, MODEL, fffffffff8, 1"
    })
    void aLoadOutsideItsRegion(String modelBytes, Region region, String offset, String words) {
        open(0, 0);
        write(RegisterMap.MODEL_SIZE_LOW, Long.parseLong(modelBytes, 16));
        int count = Integer.parseInt(words, 16);
        Command bad =
                LoadCommand.of(region, Long.parseLong(offset, 16), count, LoadCommand.Destination.RES, 0, Sync.FREE);
        // With no other LOAD before it: its bursts would wait for those, and the run be halted before they leave.
        fails(List.of(STORE, bad, LOAD, STORE, ControlCommand.end()), ErrorCode.LOAD_OUT_OF_RANGE, Unit.LOAD);
    }

    /** Bytes of OUTPUT, then offset and words of a STORE: nothing is written, not even what would be inside. */
    @ParameterizedTest
    @CsvSource({
        "1000, fc0, 9",
        "1000, 1000, 1",
        "1003, 1000, 1",
        "10000, ffffff8000, 8",
        "10000, 2, 1",
        "0, 0, 1",
        "7f, 78, 1"
    })
    void aStoreOutsideTheOutput(String outputBytes, String offset, String words) {
        open(0, 0);
        long size = Long.parseLong(outputBytes, 16);
        write(RegisterMap.OUTPUT_SIZE_LOW, size);
        byte[] before = new byte[SIZE - MODEL];
        Arrays.fill(before, (byte) 0x77);
        dram.write(MODEL, before);
        Command bad =
                StoreCommand.of(Region.OUTPUT, Long.parseLong(offset, 16), Integer.parseInt(words, 16), 0, Sync.FREE);
        load(List.of(LOAD, bad, STORE, ControlCommand.end()));
        write(RegisterMap.CTRL, 1);
        requireFailure(ErrorCode.STORE_OUT_OF_RANGE, Unit.STORE);
        model.step(500);
        assertThat(dram.read(MODEL, before.length)).isEqualTo(before);
        write(RegisterMap.OUTPUT_SIZE_LOW, SIZE - OUTPUT);
        requireSoundRun();
    }

    /** The memory model would end the simulation at an unaligned burst or one outside; none is asked for. */
    @ParameterizedTest
    @CsvSource({
        "PROGRAM_LOW, 1004, UNALIGNED_ADDRESS",
        "MODEL_LOW, 8004, UNALIGNED_ADDRESS",
        "OUTPUT_LOW, 10001, UNALIGNED_ADDRESS",
        "PROGRAM_HIGH, 1, ADDRESS_OVERFLOW",
        "MODEL_HIGH, 80000000, ADDRESS_OVERFLOW",
        "MODEL_SIZE_LOW, ffff8001, ADDRESS_OVERFLOW",
        "OUTPUT_SIZE_HIGH, 1, ADDRESS_OVERFLOW",
        "PROGRAM_LOW, ffffffc0, ADDRESS_OVERFLOW"
    })
    void aStartWithAddressesThatCannotBe(String name, String value, ErrorCode code) {
        open(0, 0);
        load(List.of(LOAD, STORE, ControlCommand.end()));
        Register register = RegisterMap.REGISTERS.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        long before = read(register);
        write(register, Long.parseLong(value, 16));
        write(RegisterMap.CTRL, 1);
        requireFailure(code, Unit.CONTROL);
        assertThat(read(RegisterMap.COMMANDS)).isZero();
        write(register, before);
        requireSoundRun();
    }

    @Test
    void aTokenThatNeverComes() {
        open(0, 0);
        fails(List.of(LOAD, STUCK, STORE, ControlCommand.end()), ErrorCode.TIMEOUT, Unit.CONTROL);
    }

    @Test
    void aSemaphoreTakenByTwoUnits() {
        open(0, 0);
        Sync take = Sync.FREE.after(Semaphore.LOGITS_FREE);
        Command give = Command.sync(Unit.REQUANT, Sync.FREE.signalEnd(Semaphore.LOGITS_FREE));
        fails(
                List.of(Command.sync(Unit.LOAD, take), Command.sync(Unit.NORM, take), LOAD, give, ControlCommand.end()),
                ErrorCode.SEMAPHORE_ERROR,
                Unit.CONTROL);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 60, 200, 600})
    void anAbortAtAnyTime(int cycles) {
        open(0, 0);
        load(List.of(LOAD, STORE, LOAD, STORE, STUCK, ControlCommand.end()));
        write(RegisterMap.CTRL, 1);
        model.step(cycles);
        write(RegisterMap.CTRL, 16);
        requireFailure(ErrorCode.ABORTED, Unit.CONTROL);
        requireSoundRun();
    }
}
