// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.unit.requant;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.port.AccumulatorRows;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.GeluRows;
import org.p2vit.hw.program.RequantCommand;
import org.p2vit.hw.program.RequantCommand.Destination;
import org.p2vit.hw.program.StridedAddress;
import org.p2vit.quant.spec.NumericContract;
import org.p2vit.testbench.bus.Bench;
import org.p2vit.testbench.bus.StreamSource;
import org.p2vit.testbench.cosim.bench.ArrayShape;
import org.p2vit.testbench.cosim.bench.BankImage;
import org.p2vit.testbench.cosim.bench.CommandBytes;
import org.p2vit.testbench.cosim.bench.StreamWords;
import org.p2vit.testbench.cosim.bench.UnitMonitor;
import org.p2vit.testbench.cosim.unit.requant.RequantJob.Operands;
import org.p2vit.testbench.cosim.unit.requant.RequantWrites.RowExponent;
import org.p2vit.testbench.cosim.unit.requant.RequantWrites.Write;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.TapSpec;
import org.p2vit.testbench.verilator.TapWord;

/** REQUANT between models of MATMUL, its buffers and SOFTMAX; every word written is compared with the golden kernel. */
final class RequantBench implements AutoCloseable {
    private static final int PARAMETER_WORDS = 6;
    private static final int DIVISOR_BYTES = 3;
    private static final int ROUNDING = 8;

    private final ArrayShape shape;
    private final long seed;
    private final Random random;
    private final Model model;
    private final Bench bench;
    private final StreamSource commands;
    private final StreamSource accumulators;
    private final RequantWrites writes;
    private final SoftmaxRoom room;
    private final UnitMonitor counters;
    private final BankImage parameters = new BankImage("RQP");
    private final BankImage residual = new BankImage("RES");
    private final BankImage divisors = new BankImage("ROWX");
    private final List<Write> expected = new ArrayList<>();
    private final List<String> expectedOnTap = new ArrayList<>();
    private final List<RowExponent> expectedExponents = new ArrayList<>();
    private final List<String> expectedBlocks = new ArrayList<>();
    private int softmaxTiles;
    private int parameterNext = 7;
    private int residualNext = 9;
    private int divisorNext = 11;

    /** For attention by shifts. */
    RequantBench(ArrayShape shape, long seed, int sourceStall) {
        this(shape, AttentionKind.SHIFT, seed, sourceStall);
    }

    RequantBench(ArrayShape shape, AttentionKind attention, long seed, int sourceStall) {
        this.shape = shape;
        this.seed = seed;
        random = new Random(seed);
        model = shape.open("Requant" + attention, seed, () -> RequantTop.of(shape, attention), taps(shape));
        bench = new Bench(model);
        commands = bench.add(new StreamSource(model, "command", seed, 0));
        accumulators = bench.add(new StreamSource(model, "accumulators", seed, sourceStall));
        parameters.answer(bench, "parameters", PARAMETER_WORDS, seed);
        residual.answerGroups(bench, "residual", shape.lanes(), seed);
        if (attention == AttentionKind.MULTIPLY) {
            divisors.answerGroups(bench, "divisors", shape.lanes(), seed);
        }
        writes = bench.add(new RequantWrites(model, shape.lanes()));
        room = bench.add(new SoftmaxRoom(model, seed, sourceStall));
        counters = bench.add(new UnitMonitor(model));
    }

    private static TapSpec[] taps(ArrayShape shape) {
        int codeBits = StreamWords.BITS * shape.word() * shape.lanes();
        return new TapSpec[] {
            new TapSpec(
                    "codes",
                    "unit.tapValid",
                    null,
                    List.of(
                            new TapSpec.Signal("unit.tapMask", shape.lanes()),
                            new TapSpec.Signal("unit.tapData", codeBits))),
            new TapSpec(
                    "exponents",
                    "unit.tapExponentsValid",
                    null,
                    List.of(
                            new TapSpec.Signal("unit.tapMask", shape.lanes()),
                            new TapSpec.Signal("unit.tapExponents", shape.lanes() * shape.word()))),
            new TapSpec("out", "unit.tapOutValid", "unit.tapOutData", 32 * shape.word())
        };
    }

    UnitMonitor counters() {
        return counters;
    }

    int written() {
        return writes.all().size();
    }

    void step(int cycles) {
        bench.step(cycles);
    }

    /** Queues a command, its operands at new places of the buffers, and what it must write. */
    void queue(RequantJob job) {
        Operands operands = job.operands(shape, random);
        int stride = job.outTiles() + random.nextInt(3);
        StridedAddress to = new StridedAddress(random.nextInt(20_000), random.nextInt(40));
        if (job.toSoftmax()) {
            send(RequantCommand.ofLogits(operands.shift()[0], job.rows(), job.outTiles(), job.sync()));
            softmaxTiles += job.tiles(shape);
        } else if (job.divide()) {
            divisors.putRows(operands.divisors(), DIVISOR_BYTES, shape.tokenTile(), DIVISOR_BYTES, divisorNext, 1);
            send(RequantCommand.ofAttention(
                    to, divisorNext, operands.shift()[0], job.rows(), job.outTiles(), job.sync()));
            divisorNext += job.tiles(shape);
        } else {
            StridedAddress from = job.residual() ? new StridedAddress(residualNext, stride) : null;
            send(RequantCommand.of(
                    job.destination(), to, parameterNext, from, job.gelu(), job.rows(), job.outTiles(), job.sync()));
            putParameters(operands, job.destination() == Destination.RES ? 0 : ROUNDING);
        }
        if (job.residual()) {
            int t = shape.tokenTile();
            int wordBytes = StreamWords.bytes(shape.word());
            byte[] packed = StreamWords.pack(operands.residual(), shape.word());
            residual.putRows(packed, job.outTiles() * wordBytes, t, wordBytes, residualNext, stride);
            residualNext += job.tiles(shape) * stride;
        }
        short[] codes = operands.codes(job);
        int blocks = operands.outputs() / NumericContract.EXPONENT_BLOCK;
        byte[] exponents = operands.exponents(job);
        int[] logits = operands.logits();
        for (int tile = 0; tile < job.tiles(shape); tile++) {
            for (int o = 0; o < job.outTiles(); o++) {
                for (int inTile = 0; inTile < shape.tokenTile(); inTile++) {
                    int row = tile * shape.tokenTile() + inTile;
                    int at = row * operands.outputs() + o * shape.word();
                    int inWord = shape.word() / NumericContract.EXPONENT_BLOCK;
                    int block = row * blocks + o * inWord;
                    byte[] ofWord = Arrays.copyOfRange(exponents, block, block + inWord);
                    expect(job, to, row, o, Arrays.copyOfRange(codes, at, at + shape.word()), ofWord, logits, at);
                }
                offer(operands, tile * shape.tokenTile(), o * shape.word());
            }
        }
    }

    private void send(Command command) {
        commands.send(CommandBytes.of(command, 0));
    }

    /** @param rounding in biases as the compiler stores them: the half of 4 bits where the sum itself is rounded */
    private void putParameters(Operands operands, int rounding) {
        int word = shape.word();
        for (int o = 0; o < operands.outputs(); o += word) {
            byte[][] words = new byte[PARAMETER_WORDS][word];
            for (int lane = 0; lane < word; lane++) {
                for (int b = 0; b < Integer.BYTES; b++) {
                    words[b][lane] = (byte) (operands.bias()[o + lane] + rounding >> 8 * b);
                }
                words[4][lane] = operands.shift()[o + lane];
                words[5][lane] = operands.residualShift()[o + lane];
            }
            for (int bank = 0; bank < words.length; bank++) {
                parameters.put(bank, parameterNext + o / word, words[bank]);
            }
        }
        parameterNext += operands.outputs() / word;
    }

    /** The row groups of one output tile, as MATMUL gives them. */
    private void offer(Operands operands, int firstRow, int column) {
        for (int row = firstRow; row < firstRow + shape.tokenTile(); row += shape.lanes()) {
            int first = row;
            accumulators.send(pins -> {
                for (int lane = 0; lane < shape.lanes(); lane++) {
                    pins.set("accumulators_payload_exponents_" + lane, operands.rowExponents()[first + lane]);
                    var pin = pins.pin("accumulators_payload_rows_" + lane);
                    for (int o = 0; o < shape.word(); o++) {
                        long sum = operands.acc()[(first + lane) * operands.outputs() + column + o];
                        pins.setBits(pin, AccumulatorRows.BITS * o, AccumulatorRows.BITS, sum);
                    }
                }
            });
        }
    }

    private void expect(
            RequantJob job,
            StridedAddress to,
            int row,
            int o,
            short[] numbers,
            byte[] exponents,
            int[] logits,
            int at) {
        byte[] codes =
                switch (job.destination()) {
                    case RES -> StreamWords.pack(numbers, exponents);
                    case ACT, VAL -> activations(numbers, exponents);
                    default -> int8(numbers);
                };
        if (job.gelu() != null && job.selects(row)) {
            expectExponents(job.gelu(), row, o, exponents);
        }
        if (job.selects(row) && (job.gelu() != null || job.destination() == Destination.RES)) {
            expectedBlocks.add(HexFormat.of().formatHex(exponents));
        }
        int t = shape.tokenTile();
        int w = shape.word();
        if (job.selects(row) && !job.toOut()) {
            expectedOnTap.add(HexFormat.of().formatHex(StreamWords.codes(numbers)));
        }
        if (job.toSoftmax()) {
            expected.add(new Write(job.destination(), row % t, o, codes));
        } else if (job.selects(row) && job.toOut()) {
            ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * w).order(ByteOrder.LITTLE_ENDIAN);
            Arrays.stream(logits, at, at + w).forEach(bytes::putInt);
            expected.add(new Write(job.destination(), 0, to.base() + o, bytes.array()));
        } else if (job.selects(row) && job.destination() == Destination.WGT_TRANSPOSED) {
            int address = to.base() + o * to.stride() + row / w;
            expected.add(new Write(job.destination(), row % w, address, codes));
        } else if (job.selects(row)) {
            int banks = job.destination() == Destination.WGT ? w : t;
            expected.add(new Write(job.destination(), row % banks, to.base() + row / banks * to.stride() + o, codes));
        }
    }

    private void expectExponents(GeluRows gelu, int row, int o, byte[] exponents) {
        int greatest = 0;
        for (byte exponent : exponents) {
            greatest = Math.max(greatest, exponent);
        }
        int t = shape.tokenTile();
        boolean first = gelu.firstOutputs() && o == 0;
        expectedExponents.add(new RowExponent(row % t, gelu.exponents() + row / t, greatest, first));
    }

    /** A word of ACT: the exponents stand above the codes, three bits each. */
    private static byte[] activations(short[] numbers, byte[] exponents) {
        byte[] word = Arrays.copyOf(int8(numbers), numbers.length + 1);
        for (int block = 0; block < exponents.length; block++) {
            word[numbers.length] |= (byte) (exponents[block] << 3 * block);
        }
        return word;
    }

    private static byte[] int8(short[] numbers) {
        byte[] codes = new byte[numbers.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) numbers[i];
        }
        return codes;
    }

    /** Runs until everything is written, then some cycles in which nothing may be, and compares. */
    void finish(int maxCycles) {
        bench.stepUntil(() -> writes.all().size() >= expected.size(), maxCycles);
        bench.step(40);
        assertThat(writes.all())
                .as("%s, seed %d: words written", shape, seed)
                .hasSameSizeAs(expected)
                .isNotEmpty();
        List<Write> actual = logitsLast(writes.all());
        List<Write> wanted = logitsLast(expected);
        for (int i = 0; i < wanted.size(); i++) {
            assertThat(actual.get(i))
                    .as("%s, seed %d, write %d", shape, seed, i)
                    .isEqualTo(wanted.get(i));
        }
        assertThat(room.starts()).as("tiles announced to SOFTMAX").isEqualTo(softmaxTiles);
        assertThat(writes.exponents())
                .as("%s, seed %d: rows' exponents", shape, seed)
                .isEqualTo(expectedExponents);
        assertThat(tapped("codes", StreamWords.BITS * shape.word() / Byte.SIZE))
                .as("%s, seed %d: tap of codes", shape, seed)
                .isEqualTo(expectedOnTap);
        assertThat(tapped("exponents", shape.word() / NumericContract.EXPONENT_BLOCK))
                .as("%s, seed %d: tap of blocks' exponents", shape, seed)
                .isEqualTo(expectedBlocks);
        List<String> wide = model.tap("out").drain().stream()
                .map(word -> HexFormat.of().formatHex(word.data()))
                .toList();
        assertThat(wide)
                .as("%s, seed %d: tap of OUT", shape, seed)
                .isEqualTo(expected.stream()
                        .filter(write -> write.destination() == Destination.OUT)
                        .map(Write::data)
                        .toList());
    }

    /** Logits leave the pipeline before codes do that came earlier. */
    private static List<Write> logitsLast(List<Write> all) {
        return all.stream()
                .sorted(Comparator.comparing(write -> write.destination() == Destination.OUT))
                .toList();
    }

    private List<String> tapped(String name, int rowBytes) {
        List<String> rows = new ArrayList<>();
        for (TapWord group : model.tap(name).drain()) {
            for (int lane = 0; lane < shape.lanes(); lane++) {
                if ((group.data()[0] >> lane & 1) == 1) {
                    int from = 1 + lane * rowBytes;
                    rows.add(HexFormat.of().formatHex(group.data(), from, from + rowBytes));
                }
            }
        }
        return rows;
    }

    @Override
    public void close() {
        model.close();
    }
}
