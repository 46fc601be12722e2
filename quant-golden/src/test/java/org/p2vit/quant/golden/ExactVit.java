// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.golden;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.p2vit.quant.kernel.ExactContract;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.QuantizedAttention;
import org.p2vit.quant.model.QuantizedBlock;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.model.QuantizedMean;
import org.p2vit.quant.model.QuantizedNarrowing;
import org.p2vit.quant.model.QuantizedNorm;
import org.p2vit.quant.model.QuantizedReadout;
import org.p2vit.quant.model.QuantizedVit;

/** The network written a second time from the contract, element by element, in integers without width. */
final class ExactVit {
    private final QuantizedVit vit;
    private final int dim;
    private final int tokens;
    private final Map<String, int[]> tensors = new LinkedHashMap<>();
    private final Map<String, int[]> values = new LinkedHashMap<>();
    private int[] logits;

    /** The residual stream: codes, and exponents of their blocks of eight. */
    private record Stream(short[] x, byte[] k) {
        Stream first(int rows, int dim) {
            return new Stream(Arrays.copyOf(x, rows * dim), Arrays.copyOf(k, rows * blocks(dim)));
        }
    }

    ExactVit(QuantizedVit vit) {
        this.vit = vit;
        this.dim = vit.shape().dim();
        this.tokens = vit.shape().tokens();
    }

    Map<String, int[]> tensors() {
        return tensors;
    }

    /** Z of each row and h, by tensor. */
    Map<String, int[]> values() {
        return values;
    }

    int[] logits() {
        return logits;
    }

    void run(byte[] patches) {
        put("input", patches);
        // A constant token has a patch of zeros.
        int constant = vit.shape().constantTokens();
        byte[] rows = new byte[tokens * vit.shape().patchDepth()];
        System.arraycopy(patches, 0, rows, constant * vit.shape().patchDepth(), patches.length);
        short[] position = new short[tokens * dim];
        for (int i = 0; i < position.length; i++) {
            position[i] = (short) (2 * vit.position()[i]);
        }
        Stream none = new Stream(position, new byte[tokens * blocks(dim)]);
        Stream stream = put("patch_embed", sum(vit.patchEmbedding(), rows, new int[tokens], none));
        for (int n = 0; n < vit.blocks().size(); n++) {
            stream = block("blocks." + n + ".", vit.blocks().get(n), stream);
        }
        Stream read = stream.first(vit.shape().readRows(), dim);
        byte[] input = vit.readout() instanceof QuantizedMean mean ? mean(mean, read) : rows(vit.readout(), read);
        logits = new int[vit.shape().classes()];
        for (int o = 0; o < logits.length; o++) {
            logits[o] = rounded(vit.head(), input, 0, o).intValueExact();
        }
    }

    private Stream block(String at, QuantizedBlock block, Stream stream) {
        byte[] normal1 = put(at + "ln1", norm(block.norm1(), stream));
        byte[] attended = attention(at, block.attention(), normal1);
        Stream middle = put(at + "proj", sum(block.projection(), attended, new int[tokens], stream));
        byte[] normal2 = put(at + "ln2", norm(block.norm2(), middle));
        int[] hidden = widened(block.fc1(), normal2);
        values.put(at + "fc1", hidden);
        return mlp(at, block, hidden, middle);
    }

    /** From h to the stream: GELU by block, rows with one exponent, fc2. */
    private Stream mlp(String at, QuantizedBlock block, int[] hidden, Stream middle) {
        int columns = block.fc1().outputs();
        int blocks = blocks(columns);
        List<BigInteger> p = IntStream.of(hidden)
                .mapToObj(h -> ExactContract.product(h, block.gelu().shift()))
                .toList();
        byte[] d = ExactContract.codes(
                tokens,
                blocks,
                (t, b) -> ExactContract.exponent(
                        p.subList(t * columns + 8 * b, t * columns + Math.min(8 * b + 8, columns))));
        byte[] y = ExactContract.codes(
                tokens,
                columns,
                (t, o) -> ExactContract.sat8(
                        ExactContract.roundShift(p.get(t * columns + o), 12 + d[t * blocks + o / 8])));
        put(at + "gelu", y);
        put(at + "gelu_exponents", d);
        int[] rho = new int[tokens];
        for (int i = 0; i < d.length; i++) {
            rho[i / blocks] = Math.max(rho[i / blocks], d[i]);
        }
        byte[] a = ExactContract.codes(tokens, columns, (t, k) -> ExactContract.roundShift(
                        ExactContract.big(y[t * columns + k]), rho[t] - d[t * blocks + k / 8])
                .intValueExact());
        return put(at + "fc2", sum(block.fc2(), a, rho, middle));
    }

    private byte[] attention(String at, QuantizedAttention attention, byte[] x) {
        byte[] q = put(at + "q", linear(attention.query(), x));
        byte[] k = put(at + "k", linear(attention.key(), x));
        byte[] v = put(at + "v", linear(attention.value(), x));
        int heads = attention.heads();
        int headDim = dim / heads;
        byte[] l = ExactContract.codes(heads * tokens, tokens, (row, j) -> {
            int head = row / tokens;
            int t = row % tokens;
            BigInteger acc = ExactContract.dot(
                    headDim, d -> q[t * dim + head * headDim + d], d -> k[j * dim + head * headDim + d]);
            return ExactContract.sat8(ExactContract.roundShift(acc, attention.logitShift()[head]));
        });
        put(at + "attn_logits", l);
        boolean uniform = vit.attention() == AttentionCoding.UNIFORM;
        byte[] codes = new byte[l.length];
        int[][] weights = new int[heads * tokens][];
        int[] sums = new int[weights.length];
        for (int row = 0; row < weights.length; row++) {
            byte[] one = Arrays.copyOfRange(l, row * tokens, (row + 1) * tokens);
            int shift = attention.softmaxShift()[row / tokens];
            byte[] soft = uniform
                    ? ExactContract.uniformSoftmax(one, vit.shape().constantTokens(), shift)
                    : ExactContract.softmax(one, shift);
            System.arraycopy(soft, 0, codes, row * tokens, tokens);
            weights[row] = IntStream.range(0, tokens)
                    .map(j -> uniform ? soft[j] & 255 : ExactContract.weight(soft[j]))
                    .toArray();
            sums[row] = IntStream.of(weights[row]).sum();
        }
        put(at + "attn_codes", codes);
        values.put(at + "attn_sum", sums);
        return put(at + "attn_out", ExactContract.codes(tokens, dim, (t, c) -> {
            int head = c / headDim;
            return ExactContract.weightedMean(
                    weights[head * tokens + t], j -> v[j * dim + c], attention.valueShift()[head]);
        }));
    }

    private byte[] linear(QuantizedLinear layer, byte[] x) {
        return ExactContract.codes(
                x.length / layer.inputs(), layer.outputs(), (t, o) -> ExactContract.sat8(rounded(layer, x, t, o)));
    }

    private int[] widened(QuantizedLinear layer, byte[] x) {
        int outputs = layer.outputs();
        int[] h = new int[x.length / layer.inputs() * outputs];
        for (int i = 0; i < h.length; i++) {
            h[i] = ExactContract.sat18(rounded(layer, x, i / outputs, i % outputs));
        }
        return h;
    }

    /** §2.2: the residual stream behind a layer. */
    private Stream sum(QuantizedLinear layer, byte[] x, int[] rho, Stream residual) {
        int[] h = new int[tokens * dim];
        for (int i = 0; i < h.length; i++) {
            int t = i / dim;
            int o = i % dim;
            int kappa = residual.k[t * blocks(dim) + o / 8];
            h[i] = ExactContract.streamInput(z(layer, x, rho[t], t, o)
                    .add(ExactContract.residual(residual.x[i], layer.residualShift()[o], kappa)));
        }
        byte[] k = ExactContract.codes(
                tokens,
                blocks(dim),
                (t, b) -> ExactContract.streamExponent(IntStream.range(8 * b, Math.min(8 * b + 8, dim))
                        .mapToObj(o -> ExactContract.big(h[t * dim + o]))
                        .toList()));
        short[] codes = new short[h.length];
        for (int i = 0; i < h.length; i++) {
            codes[i] = ExactContract.streamCode(h[i], k[i / dim * blocks(dim) + i % dim / 8]);
        }
        return new Stream(codes, k);
    }

    private static BigInteger rounded(QuantizedLinear layer, byte[] x, int t, int o) {
        return ExactContract.roundShift(z(layer, x, 0, t, o), 4);
    }

    /** z but for the residual. */
    private static BigInteger z(QuantizedLinear layer, byte[] x, int rho, int t, int o) {
        int inputs = layer.inputs();
        BigInteger acc = ExactContract.dot(inputs, k -> x[t * inputs + k], k -> layer.weights()[o * inputs + k]);
        return ExactContract.sum(acc, layer.bias()[o], layer.shift()[o], rho);
    }

    private static byte[] norm(QuantizedNorm norm, Stream stream) {
        int dim = norm.gain().length;
        byte[] y = new byte[stream.x.length];
        for (int t = 0; t < y.length / dim; t++) {
            short[] token = Arrays.copyOfRange(stream.x, t * dim, (t + 1) * dim);
            byte[] k = Arrays.copyOfRange(stream.k, t * blocks(dim), (t + 1) * blocks(dim));
            byte[] row = ExactContract.layerNorm(token, k, norm.gain(), norm.offset(), norm.shift());
            System.arraycopy(row, 0, y, t * dim, dim);
        }
        return y;
    }

    private byte[] rows(QuantizedReadout step, Stream stream) {
        return step instanceof QuantizedNorm norm
                ? put("norm", norm(norm, stream))
                : put("narrow", narrow((QuantizedNarrowing) step, stream));
    }

    /** §8.2. */
    private byte[] mean(QuantizedMean mean, Stream stream) {
        byte[] v = rows(mean.rows(), stream);
        if (mean.rows() instanceof QuantizedNorm) {
            put("mean.v", v);
        }
        int first = vit.shape().constantTokens();
        boolean uniform = vit.attention() == AttentionCoding.UNIFORM;
        int[] weights = new int[tokens - first];
        byte[] codes = new byte[weights.length];
        Arrays.fill(weights, uniform ? 255 : 1 << 14);
        Arrays.fill(codes, (byte) (uniform ? 255 : 0));
        put("mean.k", new byte[v.length]);
        put("mean.attn_logits", new byte[weights.length]);
        put("mean.attn_codes", codes);
        values.put("mean.attn_sum", new int[] {IntStream.of(weights).sum()});
        byte[] m = put(
                "mean.attn_out",
                ExactContract.codes(
                        1,
                        dim,
                        (t, c) -> ExactContract.weightedMean(weights, j -> v[(first + j) * dim + c], mean.shift())));
        return mean.after()
                .map(after -> put("norm", norm(after.norm(), put("mean.proj", lifted(after.shift(), m)))))
                .orElse(m);
    }

    /** A row of the stream that is 64 times the mean. */
    private Stream lifted(byte[] shift, byte[] mean) {
        int[] h = new int[dim];
        Arrays.setAll(
                h, c -> ExactContract.streamInput(ExactContract.sum(ExactContract.big(64L * mean[c]), 0, shift[c], 0)));
        byte[] k = ExactContract.codes(
                1,
                blocks(dim),
                (t, b) -> ExactContract.streamExponent(IntStream.range(8 * b, Math.min(8 * b + 8, dim))
                        .mapToObj(o -> ExactContract.big(h[o]))
                        .toList()));
        short[] codes = new short[dim];
        for (int c = 0; c < dim; c++) {
            codes[c] = ExactContract.streamCode(h[c], k[c / 8]);
        }
        return new Stream(codes, k);
    }

    /** §8.1. */
    private byte[] narrow(QuantizedNarrowing narrowing, Stream stream) {
        return ExactContract.codes(
                stream.x.length / dim,
                dim,
                (t, c) -> ExactContract.sat8(ExactContract.roundShift(
                        ExactContract.residual(
                                stream.x[t * dim + c], narrowing.residualShift()[c], stream.k[t * blocks(dim) + c / 8]),
                        4)));
    }

    private static int blocks(int columns) {
        return (columns + 7) / 8;
    }

    private byte[] put(String name, byte[] codes) {
        tensors.put(name, IntStream.range(0, codes.length).map(i -> codes[i]).toArray());
        return codes;
    }

    private Stream put(String name, Stream stream) {
        tensors.put(
                name, IntStream.range(0, stream.x.length).map(i -> stream.x[i]).toArray());
        put(name + "_exponents", stream.k);
        return stream;
    }
}
