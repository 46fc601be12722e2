// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.p2vit.quant.bundle.QuantizedBundle;
import org.p2vit.quant.golden.GoldenVit;
import org.p2vit.quant.golden.IntegerTap;
import org.p2vit.quant.kernel.AlignKernel;
import org.p2vit.quant.kernel.BlockCodes;
import org.p2vit.quant.kernel.ContractTables;
import org.p2vit.quant.kernel.GeluKernel;
import org.p2vit.quant.kernel.LayerNormKernel;
import org.p2vit.quant.kernel.LinearKernel;
import org.p2vit.quant.kernel.RequantKernel;
import org.p2vit.quant.kernel.RowCodes;
import org.p2vit.quant.kernel.ShiftMatMulKernel;
import org.p2vit.quant.kernel.SoftmaxKernel;
import org.p2vit.quant.kernel.StreamCodes;
import org.p2vit.quant.kernel.UniformMatMulKernel;
import org.p2vit.quant.kernel.UniformSoftmaxKernel;
import org.p2vit.quant.kernel.WeightSumKernel;
import org.p2vit.quant.model.Activation;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.LayerKind;
import org.p2vit.quant.model.QuantizedBlock;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.Readout;
import org.p2vit.quant.model.Sparsity;
import org.p2vit.quant.model.VitShape;

/** The golden model as the witness sees it: bytes of a bundle, and numbers without bounds. It computes nothing by itself. */
final class GoldenGlue {
    private GoldenGlue() {}

    /** A bundle of a busy network. {@code sizes} are those of the shape in the order of bundle.md, and the numbers of readout and activation. */
    static byte[] network(int[] sizes, boolean uniform, Random random) {
        VitShape plain =
                new VitShape(sizes[0], sizes[1], sizes[2], sizes[3], sizes[4], sizes[5], sizes[6], sizes[7], sizes[8]);
        VitShape shape = plain.with(Readout.values()[sizes[11]])
                .with(sizes[9], sizes[10])
                .with(Activation.values()[sizes[12]]);
        AttentionCoding attention = uniform ? AttentionCoding.UNIFORM : AttentionCoding.LOG2;
        int narrow = random.nextInt(3);
        QuantizedVit vit = RandomQuantizedVit.ofAll(
                shape, layer -> narrow == 0 || random.nextInt(2) < narrow - 1 ? 8 : 4, attention, random.nextLong());
        return withFile(file -> {
            QuantizedBundle.write(vit, file);
            return Files.readAllBytes(file);
        });
    }

    /** The bundle with weights of some layers left out, so that they are N:M sparse. */
    static byte[] sparse(byte[] bundle, Random random) {
        QuantizedVit vit = QuantizedBundle.fromBytes(bundle);
        List<QuantizedBlock> blocks = vit.blocks().stream()
                .map(block -> block.withLayers(layer -> sparse(layer, random)))
                .toList();
        return QuantizedBundle.toBytes(vit.with(blocks, vit.exponents()));
    }

    private static QuantizedLinear sparse(QuantizedLinear layer, Random random) {
        Sparsity sparsity = Sparsity.values()[random.nextInt(Sparsity.values().length)];
        byte[] weights = layer.weights().clone();
        for (int i = 0; i < weights.length; i++) {
            int place = i % layer.inputs() % sparsity.group();
            weights[i] = (place + i / layer.inputs()) % sparsity.group() < sparsity.kept() ? weights[i] : 0;
        }
        LayerKind kind = new LayerKind(layer.weightBits(), sparsity);
        return new QuantizedLinear(
                layer.name(),
                layer.outputs(),
                layer.inputs(),
                kind,
                weights,
                layer.bias(),
                layer.shift(),
                layer.residualShift());
    }

    /** All tensors of a bundle's network by name, accumulators included. */
    static Map<String, Matrix> tensors(byte[] bundle, Matrix patches) {
        QuantizedVit vit = withFile(file -> {
            Files.write(file, bundle);
            return QuantizedBundle.read(file);
        });
        Tensors tensors = new Tensors();
        new GoldenVit(vit).forward(bytes(patches.words()), tensors);
        return tensors.byName;
    }

    static List<BigInteger> requantize(List<BigInteger> acc, List<BigInteger> bias, List<BigInteger> shift) {
        return list(RequantKernel.requantize(ints(acc), ints(bias), bytes(shift)));
    }

    /** The residual stream behind a layer whose rows have exponents ρ. */
    static WitnessStream stream(
            Matrix acc,
            List<BigInteger> rho,
            List<BigInteger> bias,
            List<BigInteger> shift,
            WitnessStream residual,
            List<BigInteger> residualShift) {
        return stream(RequantKernel.stream(
                ints(acc.words()), bytes(rho), ints(bias), bytes(shift), stream(residual), bytes(residualShift)));
    }

    /** As above, of rows without exponents. */
    static WitnessStream stream(
            Matrix acc,
            List<BigInteger> bias,
            List<BigInteger> shift,
            WitnessStream residual,
            List<BigInteger> residualShift) {
        return stream(RequantKernel.stream(
                ints(acc.words()), ints(bias), bytes(shift), stream(residual), bytes(residualShift)));
    }

    private static StreamCodes stream(WitnessStream stream) {
        return new StreamCodes(
                shorts(stream.words().words()),
                bytes(stream.exponents().words()),
                stream.words().columns());
    }

    private static WitnessStream stream(StreamCodes stream) {
        int blocks = stream.exponents().length / stream.rows();
        return new WitnessStream(
                new Matrix(stream.rows(), stream.columns(), list(stream.codes())),
                new Matrix(stream.rows(), blocks, list(stream.exponents())));
    }

    static List<BigInteger> logits(List<BigInteger> acc, List<BigInteger> bias, List<BigInteger> shift) {
        return list(RequantKernel.logits(ints(acc), ints(bias), bytes(shift)));
    }

    static List<BigInteger> requantize(List<BigInteger> acc, int shift) {
        return list(RequantKernel.requantize(ints(acc), shift));
    }

    static List<BigInteger> product(Matrix a, Matrix weights) {
        return list(LinearKernel.accumulate(
                bytes(a.words()), a.rows(), a.columns(), bytes(weights.words()), weights.rows()));
    }

    static List<BigInteger> normalize(WitnessStream stream, List<BigInteger> gain, List<BigInteger> offset, int shift) {
        return list(LayerNormKernel.normalize(stream(stream), shorts(gain), ints(offset), shift));
    }

    /** Codes of attention weights, of rows of logits; the first key is the class token's. */
    static List<BigInteger> codes(boolean uniform, Matrix logits, int shift) {
        byte[] words = bytes(logits.words());
        return uniform
                ? unsigned(UniformSoftmaxKernel.codes(words, logits.rows(), logits.columns(), 1, shift))
                : unsigned(SoftmaxKernel.codes(words, logits.rows(), logits.columns(), shift));
    }

    static List<BigInteger> totals(boolean uniform, Matrix codes) {
        byte[] words = unsignedBytes(codes.words());
        return list(
                uniform
                        ? WeightSumKernel.uniform(words, codes.columns())
                        : WeightSumKernel.logarithmic(words, codes.columns()));
    }

    /** A·V of one head. */
    static List<BigInteger> values(boolean uniform, Matrix codes, Matrix v) {
        byte[] left = unsignedBytes(codes.words());
        byte[] right = bytes(v.words());
        return list(
                uniform
                        ? UniformMatMulKernel.accumulate(left, right, codes.columns(), v.columns(), 0, v.columns())
                        : ShiftMatMulKernel.accumulate(left, right, codes.columns(), v.columns(), 0, v.columns()));
    }

    /** n of §5.2. */
    static List<BigInteger> quotients(List<BigInteger> acc, List<BigInteger> totals) {
        return list(WeightSumKernel.divide(ints(acc), ints(totals)));
    }

    /** h of §6. */
    static List<BigInteger> widened(List<BigInteger> acc, List<BigInteger> bias, List<BigInteger> shift) {
        return list(RequantKernel.widened(ints(acc), ints(bias), bytes(shift)));
    }

    /** y of §6. */
    static List<BigInteger> geluWords(Matrix h, int shift) {
        return list(GeluKernel.apply(ints(h.words()), h.columns(), shift).codes());
    }

    /** d of §6. */
    static List<BigInteger> geluExponents(Matrix h, int shift) {
        return list(GeluKernel.apply(ints(h.words()), h.columns(), shift).exponents());
    }

    /** a of §6.1. */
    static List<BigInteger> aligned(Matrix words, Matrix exponents) {
        return list(align(words, exponents).codes());
    }

    /** ρ of §6.1. */
    static List<BigInteger> rho(Matrix words, Matrix exponents) {
        return list(align(words, exponents).exponents());
    }

    private static RowCodes align(Matrix words, Matrix exponents) {
        return AlignKernel.align(new BlockCodes(bytes(words.words()), bytes(exponents.words()), words.columns()));
    }

    static List<BigInteger> tableT() {
        return list(ContractTables.tableT());
    }

    static List<BigInteger> tableE() {
        return list(ContractTables.tableE());
    }

    static List<BigInteger> tableR() {
        return list(ContractTables.tableR());
    }

    static List<BigInteger> tableQ() {
        return list(ContractTables.tableQ());
    }

    static int classOf(List<BigInteger> logits) {
        return GoldenVit.classOf(ints(logits));
    }

    static int dither(int key, int keys) {
        return UniformSoftmaxKernel.dither(key, keys, 1);
    }

    /** Collects by name; codes of attention weights have no sign. */
    private static final class Tensors implements IntegerTap {
        private final Map<String, Matrix> byName = new LinkedHashMap<>();

        @Override
        public void accept(String tensor, byte[] codes, int rows, int columns) {
            byName.put(
                    tensor, new Matrix(rows, columns, tensor.endsWith("attn_codes") ? unsigned(codes) : list(codes)));
        }

        @Override
        public void accept(String tensor, short[] codes, int rows, int columns) {
            byName.put(tensor, new Matrix(rows, columns, list(codes)));
        }

        @Override
        public void accept(String tensor, int[] values, int rows, int columns) {
            byName.put(tensor, new Matrix(rows, columns, list(values)));
        }

        @Override
        public boolean wantsAccumulators() {
            return true;
        }
    }

    @FunctionalInterface
    private interface FileUse<T> {
        T apply(Path file) throws IOException;
    }

    private static <T> T withFile(FileUse<T> use) {
        try {
            Path folder = Files.createTempDirectory("witness");
            Path file = folder.resolve("network.p2vit");
            try {
                return use.apply(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(List<BigInteger> words) {
        byte[] bytes = new byte[words.size()];
        IntStream.range(0, bytes.length).forEach(i -> bytes[i] = words.get(i).byteValueExact());
        return bytes;
    }

    private static byte[] unsignedBytes(List<BigInteger> words) {
        byte[] bytes = new byte[words.size()];
        IntStream.range(0, bytes.length)
                .forEach(i -> bytes[i] = (byte) words.get(i).shortValueExact());
        return bytes;
    }

    private static short[] shorts(List<BigInteger> words) {
        short[] shorts = new short[words.size()];
        IntStream.range(0, shorts.length).forEach(i -> shorts[i] = words.get(i).shortValueExact());
        return shorts;
    }

    private static int[] ints(List<BigInteger> words) {
        return words.stream().mapToInt(BigInteger::intValueExact).toArray();
    }

    private static List<BigInteger> list(byte[] words) {
        return entries(words.length, i -> words[i]);
    }

    private static List<BigInteger> list(short[] words) {
        return entries(words.length, i -> words[i]);
    }

    private static List<BigInteger> list(int[] words) {
        return entries(words.length, i -> words[i]);
    }

    private static List<BigInteger> unsigned(byte[] words) {
        return entries(words.length, i -> Byte.toUnsignedInt(words[i]));
    }

    private static List<BigInteger> entries(int count, IntUnaryOperator word) {
        return IntStream.range(0, count)
                .mapToObj(i -> BigInteger.valueOf(word.applyAsInt(i)))
                .toList();
    }
}
