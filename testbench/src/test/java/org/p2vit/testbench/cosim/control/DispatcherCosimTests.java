// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.control.Dispatcher;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.CommandRules;
import org.p2vit.hw.program.ControlCommand;
import org.p2vit.hw.program.EncodedCommand;
import org.p2vit.hw.program.GeluRows;
import org.p2vit.hw.program.LoadCommand;
import org.p2vit.hw.program.MachineLimits;
import org.p2vit.hw.program.MatMulCommand;
import org.p2vit.hw.program.NormCommand;
import org.p2vit.hw.program.Region;
import org.p2vit.hw.program.RequantCommand;
import org.p2vit.hw.program.RowRange;
import org.p2vit.hw.program.ShiftMatMulCommand;
import org.p2vit.hw.program.SoftmaxCommand;
import org.p2vit.hw.program.StoreCommand;
import org.p2vit.hw.program.StridedAddress;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;
import org.p2vit.hw.register.ErrorCode;
import org.p2vit.quant.model.QuantizedGelu;
import org.p2vit.testbench.bus.Bench;
import org.p2vit.testbench.bus.StreamSink;
import org.p2vit.testbench.bus.StreamSource;
import org.p2vit.testbench.cosim.bench.CommandBytes;
import org.p2vit.testbench.cosim.bench.VerilatedUnit;
import org.p2vit.testbench.verilator.Model;

@Tag("cosim")
class DispatcherCosimTests {
    private static final int QUEUE_DEPTH = 4;
    private static final int MAX_TOKENS = 80;
    private static final int MAX_DIM_WORDS = 12;
    private static final Map<Unit, Command> LEGAL = new TreeMap<>();

    static {
        StridedAddress place = new StridedAddress(7, 9);
        RowRange rows = new RowRange(0, 5);
        LEGAL.put(Unit.CONTROL, ControlCommand.end());
        LEGAL.put(Unit.LOAD, LoadCommand.of(Region.INPUT, 64, 1, LoadCommand.Destination.NRP, 0, Sync.FREE));
        LEGAL.put(Unit.STORE, StoreCommand.of(Region.OUTPUT, 0, 1, 3, Sync.FREE));
        LEGAL.put(Unit.MATMUL, MatMulCommand.of(place, place, 1, 1, 1, true, Sync.FREE));
        LEGAL.put(
                Unit.REQUANT,
                RequantCommand.of(
                        RequantCommand.Destination.OUT,
                        place,
                        0,
                        place,
                        new GeluRows(new QuantizedGelu(15), 7, true),
                        new RowRange(3, 1),
                        1,
                        Sync.FREE));
        LEGAL.put(Unit.SOFTMAX, SoftmaxCommand.of(place, 5, MAX_TOKENS, 3, Sync.FREE));
        LEGAL.put(Unit.SHIFTMM, ShiftMatMulCommand.of(place, place, place, 5, 1, 1, 3, Sync.FREE));
        LEGAL.put(Unit.NORM, NormCommand.of(place, place, rows, MAX_DIM_WORDS, 0, 1, 3, Sync.FREE));
    }

    private static final class Rig {
        final Bench bench;
        final StreamSource program;
        final Map<Unit, StreamSink<byte[]>> units = new TreeMap<>();

        Rig(Model m, long seed, int stall) {
            bench = new Bench(m);
            m.set("images", 1);
            program = bench.add(new StreamSource(m, "program", seed, stall));
            for (Unit unit : Unit.values()) {
                if (unit != Unit.CONTROL) {
                    String port = "units_" + (unit.ordinal() - 1);
                    units.put(unit, bench.add(StreamSink.ofBytes(m, port, seed + unit.ordinal(), stall)));
                }
            }
        }

        int arrived() {
            return units.values().stream().mapToInt(StreamSink::count).sum();
        }
    }

    private static Model dispatcher(int tokenTile, long seed) {
        return dispatcher(tokenTile, AttentionKind.SHIFT, seed);
    }

    private static Model dispatcher(int tokenTile, AttentionKind attention, long seed) {
        MachineLimits limits = new MachineLimits(tokenTile, MAX_TOKENS, MAX_DIM_WORDS, attention);
        String name = "Dispatcher-%d-%s".formatted(tokenTile, attention);
        return VerilatedUnit.open(name, seed, () -> new Dispatcher(QUEUE_DEPTH, limits));
    }

    private static List<String> hex(List<byte[]> words) {
        return words.stream().map(HexFormat.of()::formatHex).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 60})
    void everyLegalCommandReachesItsUnitInOrder(int stall) {
        long seed = 800 + stall;
        Random random = new Random(seed);
        try (Model m = dispatcher(4, seed)) {
            Rig rig = new Rig(m, seed, stall);
            Map<Unit, List<byte[]>> expected = new TreeMap<>();
            rig.units.keySet().forEach(unit -> expected.put(unit, new ArrayList<>()));
            int commands = 300;
            for (int i = 0; i < commands; i++) {
                Unit unit = Unit.values()[1 + random.nextInt(7)];
                Command command = random.nextInt(5) == 0 ? Command.sync(unit, Sync.FREE) : LEGAL.get(unit);
                byte[] bytes = CommandBytes.of(command, i);
                rig.program.send(bytes);
                expected.get(unit).add(bytes);
            }
            rig.program.send(CommandBytes.of(ControlCommand.end(), commands));
            rig.program.send(CommandBytes.of(LEGAL.get(Unit.LOAD), commands + 1));
            rig.bench.stepUntil(() -> m.get("ended") == 1 && rig.arrived() == commands, 20_000);
            rig.bench.step(20);
            rig.units.forEach((unit, sink) ->
                    assertThat(hex(sink.words())).as("%s, seed %d", unit, seed).isEqualTo(hex(expected.get(unit))));
            assertThat(m.get("dispatched")).isEqualTo(commands + 1);
            assertThat(m.get("tag")).isEqualTo(commands);
            assertThat(m.get("errorCode")).isZero();
            assertThat(rig.program.sent()).as("nothing is taken after the end").isEqualTo(commands + 1);
        }
    }

    @Test
    void aFullQueueHoldsUpWhatIsBehindIt() {
        try (Model m = dispatcher(4, 1)) {
            Bench bench = new Bench(m);
            StreamSource program = bench.add(new StreamSource(m, "program", 1, 0));
            IntStream.range(0, QUEUE_DEPTH + 3).forEach(i -> program.send(CommandBytes.of(LEGAL.get(Unit.MATMUL), i)));
            bench.step(50);
            assertThat(m.get("dispatched")).isEqualTo(QUEUE_DEPTH);
            assertThat(m.get("units_2_valid")).isEqualTo(1);
            m.set("units_2_ready", 1);
            bench.step(50);
            assertThat(m.get("dispatched")).isEqualTo(QUEUE_DEPTH + 3);
            m.set("halt", 1);
            program.send(CommandBytes.of(ControlCommand.end(), 0));
            bench.step(50);
            assertThat(m.get("ended")).as("while halted").isZero();
        }
    }

    /** A LOAD for the image that follows becomes a SYNC in the last image, and only there. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theEndOfTheLastImageEndsTheProgram(int images) {
        try (Model m = dispatcher(4, images)) {
            Rig rig = new Rig(m, images, 0);
            m.set("images", images);
            m.step(2);
            Command ahead = LEGAL.get(Unit.LOAD).with(LoadCommand.AHEAD);
            List<byte[]> expected = new ArrayList<>();
            for (int image = 1; image <= images; image++) {
                byte[] bytes = CommandBytes.of(ahead, image);
                for (byte[] command : List.of(bytes, bytes, CommandBytes.of(ControlCommand.end(), 0))) {
                    rig.program.send(command);
                }
                byte[] arriving = bytes.clone();
                arriving[0] &= (byte) (image == images ? ~0x10 : ~0);
                expected.addAll(List.of(arriving, arriving));
            }
            rig.program.send(CommandBytes.of(ahead, 9));
            rig.bench.stepUntil(() -> m.get("ended") == 1, 200);
            rig.bench.step(20);
            assertThat(m.get("dispatched")).isEqualTo(3L * images);
            assertThat(hex(rig.units.get(Unit.LOAD).words())).isEqualTo(hex(expected));
        }
    }

    /** Each line changes one word of a legal command: word, bits to clear, bits to set (hexadecimal). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LOAD    | 0 | f        | 8        | ILLEGAL_UNIT",
                "LOAD    | 0 | f        | f        | ILLEGAL_UNIT",
                "LOAD    | 0 | f0       | 20       | ILLEGAL_OPCODE",
                "NORM    | 0 | f0       | 90       | ILLEGAL_OPCODE",
                "CONTROL | 0 | f0       | 0        | ILLEGAL_OPCODE",
                "CONTROL | 0 | 0        | 80       | ILLEGAL_OPCODE",
                "LOAD    | 0 | 0        | 400      | ILLEGAL_OPERAND",
                "LOAD    | 0 | 0        | 8000     | ILLEGAL_OPERAND",
                "STORE   | 0 | 0        | 200      | ILLEGAL_OPERAND",
                "CONTROL | 0 | 0        | 100      | ILLEGAL_OPERAND",
                "MATMUL  | 0 | 0        | 200      | ILLEGAL_OPERAND",
                "MATMUL  | 0 | 0        | 8000     | ILLEGAL_OPERAND",
                "SOFTMAX | 0 | 0        | 100      | ILLEGAL_OPERAND",
                "NORM    | 0 | 0        | 8000     | ILLEGAL_OPERAND",
                "REQUANT | 0 | 0        | 800      | ILLEGAL_OPERAND",
                "REQUANT | 0 | 0        | 8000     | ILLEGAL_OPERAND",
                "MATMUL  | 1 | 0        | 40000000 | ILLEGAL_OPERAND",
                "MATMUL  | 1 | 0        | 80000000 | ILLEGAL_OPERAND",
                "MATMUL  | 1 | 0        | 6300000  | ILLEGAL_OPERAND",
                "MATMUL  | 1 | 0        | 318000   | ILLEGAL_OPERAND",
                "MATMUL  | 1 | 0        | 6018000  | ILLEGAL_OPERAND",
                "LOAD    | 4 | ffffff   | 0        | ILLEGAL_OPERAND",
                "LOAD    | 3 | 300      | 300      | ILLEGAL_OPERAND",
                "LOAD    | 3 | 300      | 200      | ILLEGAL_OPERAND",
                "LOAD    | 3 | 7000     | 6000     | ILLEGAL_OPERAND",
                "LOAD    | 3 | 7000     | 7000     | ILLEGAL_OPERAND",
                "STORE   | 4 | ffffff   | 0        | ILLEGAL_OPERAND",
                "STORE   | 3 | 300      | 300      | ILLEGAL_OPERAND",
                "STORE   | 3 | 300      | 0        | ILLEGAL_OPERAND",
                "STORE   | 3 | 300      | 100      | ILLEGAL_OPERAND",
                "MATMUL  | 4 | 3ff      | 0        | ILLEGAL_OPERAND",
                "MATMUL  | 4 | ffc00    | 0        | ILLEGAL_OPERAND",
                "MATMUL  | 4 | 3ff00000 | 0        | ILLEGAL_OPERAND",
                "REQUANT | 4 | 3ff      | 0        | ILLEGAL_OPERAND",
                "REQUANT | 4 | ffc00    | 0        | ILLEGAL_OPERAND",
                "REQUANT | 4 | f00000   | 400000   | ILLEGAL_OPERAND",
                "REQUANT | 0 | 7000     | 6000     | ILLEGAL_OPERAND",
                "REQUANT | 0 | 7000     | 7000     | ILLEGAL_OPERAND",
                "SOFTMAX | 4 | 3ff      | 0        | ILLEGAL_OPERAND",
                "SOFTMAX | 4 | ffc00    | 0        | ILLEGAL_OPERAND",
                "SOFTMAX | 4 | ffc00    | 14400    | ILLEGAL_OPERAND",
                "SHIFTMM | 4 | 3ff      | 0        | ILLEGAL_OPERAND",
                "SHIFTMM | 4 | ffc00    | 0        | ILLEGAL_OPERAND",
                "SHIFTMM | 4 | 3ff00000 | 0        | ILLEGAL_OPERAND",
                "NORM    | 4 | 3ff      | 0        | ILLEGAL_OPERAND",
                "NORM    | 4 | ffc00    | 0        | ILLEGAL_OPERAND",
                "NORM    | 4 | ffc00    | 3400     | ILLEGAL_OPERAND",
                "NORM    | 4 | f00000   | 400000   | ILLEGAL_OPERAND",
                "NORM    | 5 | 7ff0000  | 0        | ILLEGAL_OPERAND"
            })
    void anIllegalCommandStopsTheProgram(Unit unit, int word, String clear, String set, ErrorCode code) {
        requireRefused(changed(unit, word, clear, set), code);
    }

    /** The machine without SHIFTMM: what it refuses, and what it takes although the other does not. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SHIFTMM | 0 | 0        | 0        | ILLEGAL_UNIT",
                "SHIFTMM | 0 | f0       | 0        | ILLEGAL_UNIT",
                "REQUANT | 0 | 7000     | 3000     | ILLEGAL_OPERAND",
                "REQUANT | 0 | 7000     | 6000     | ILLEGAL_OPERAND",
                "REQUANT | 0 | 0        | 8000     | ILLEGAL_OPERAND",
                "REQUANT | 0 | 7000     | 7000     | NONE",
                "REQUANT | 0 | 0        | 800      | NONE",
                "NORM    | 0 | 0        | 0        | NONE"
            })
    void attentionOnTheMultipliersHasOtherCommands(Unit unit, int word, String clear, String set, ErrorCode code) {
        byte[] bytes = changed(unit, word, clear, set);
        try (Model m = dispatcher(4, AttentionKind.MULTIPLY, 2)) {
            StreamSource program = new StreamSource(m, "program", 2, 0);
            Bench bench = new Bench(m);
            bench.add(program);
            m.set("images", 1);
            program.send(bytes);
            bench.step(20);
            assertThat(ErrorCode.of((int) m.get("errorCode"))).isEqualTo(code);
            assertThat(m.get("units_5_valid")).as("NORM is the last of six").isEqualTo(unit == Unit.NORM ? 1 : 0);
        }
    }

    /** Commands with a few bits of their first six words changed: the hardware takes what {@link CommandRules} finds no fault with. */
    @ParameterizedTest
    @EnumSource(AttentionKind.class)
    void hardwareAndRulesRefuseTheSameCommands(AttentionKind attention) {
        long seed = 77;
        Random random = new Random(seed);
        CommandRules rules = new CommandRules(new MachineLimits(4, MAX_TOKENS, MAX_DIM_WORDS, attention));
        int refused = 0;
        int tried = 1000;
        try (Model m = dispatcher(4, attention, seed)) {
            Bench bench = new Bench(m);
            StreamSource program = bench.add(new StreamSource(m, "program", seed, 0));
            m.set("images", 1);
            for (int i = 0; i < tried; i++) {
                byte[] bytes = CommandBytes.of(LEGAL.get(Unit.values()[random.nextInt(8)]), i);
                for (int flips = random.nextInt(8); flips > 0; flips--) {
                    bytes[random.nextInt(24)] ^= (byte) (1 << random.nextInt(8));
                }
                program.send(bytes);
                bench.step(6);
                boolean illegal = rules.fault(new EncodedCommand(ByteBuffer.wrap(bytes), 0))
                        .isPresent();
                assertThat(m.get("errorCode") != 0)
                        .as("command %d, seed %d: %s", i, seed, HexFormat.of().formatHex(bytes))
                        .isEqualTo(illegal);
                refused += illegal ? 1 : 0;
                m.reset("aresetn", 1);
            }
        }
        assertThat(refused).as("of each kind there are many").isBetween(tried / 5, tried * 4 / 5);
    }

    private static byte[] changed(Unit unit, int word, String clear, String set) {
        byte[] bytes = CommandBytes.of(LEGAL.get(unit), 0xbeef);
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int changed = words.getInt(4 * word) & ~Integer.parseUnsignedInt(clear, 16) | Integer.parseUnsignedInt(set, 16);
        words.putInt(4 * word, changed);
        return bytes;
    }

    @ParameterizedTest
    @CsvSource({"400", "8000"})
    void aSyncWithTilesIsIllegal(String tileField) {
        byte[] bytes = CommandBytes.of(Command.sync(Unit.MATMUL, Sync.FREE), 0xbeef);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(4, Integer.parseUnsignedInt(tileField, 16));
        requireRefused(bytes, ErrorCode.ILLEGAL_OPERAND);
    }

    private static void requireRefused(byte[] bytes, ErrorCode code) {
        try (Model m = dispatcher(4, 2)) {
            Rig rig = new Rig(m, 2, 0);
            rig.program.send(CommandBytes.of(LEGAL.get(Unit.LOAD), 1));
            rig.program.send(bytes);
            rig.program.send(CommandBytes.of(LEGAL.get(Unit.LOAD), 3));
            rig.bench.step(30);
            assertThat(ErrorCode.of((int) m.get("errorCode"))).isEqualTo(code);
            assertThat(m.get("errorUnit")).isEqualTo(bytes[0] & 0xf);
            assertThat(m.get("tag")).isEqualTo(0xbeef);
            assertThat(m.get("ended")).isZero();
            assertThat(rig.arrived()).as("only the command before it arrives").isEqualTo(1);
            m.reset("aresetn", 1);
            rig.bench.stepUntil(() -> rig.arrived() == 2, 30);
            assertThat(m.get("errorCode")).as("after a reset").isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8, 16})
    void theLastRowOfATileMayBeTheFirst(int tokenTile) {
        try (Model m = dispatcher(tokenTile, 3)) {
            Rig rig = new Rig(m, 3, 0);
            RowRange rows = new RowRange(tokenTile - 1, 1);
            rig.program.send(CommandBytes.of(
                    NormCommand.of(new StridedAddress(0, 1), new StridedAddress(0, 1), rows, 1, 0, 8, 0, Sync.FREE),
                    0));
            rig.bench.step(20);
            assertThat(m.get("errorCode")).isZero();
            assertThat(rig.arrived()).isEqualTo(1);
        }
    }
}
