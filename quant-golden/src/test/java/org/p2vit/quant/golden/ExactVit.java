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
import org.p2vit.quant.model.QuantizedNorm;
import org.p2vit.quant.model.QuantizedVit;

/** The network written a second time from the contract, element by element, in integers without width. */
final class ExactVit {
    private final QuantizedVit vit;
    private final int dim;
    private final int tokens;
    private final Map<String, int[]> tensors = new LinkedHashMap<>();
    private final Map<String, int[]> values = new LinkedHashMap<>();
    private int[] logits;

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
        short[] stream = new short[tokens * dim];
        int constant = vit.shape().classTokens();
        for (int i = 0; i < constant * dim; i++) {
            stream[i] = (short) (2 * vit.classTokenRow()[i]);
        }
        for (int t = constant; t < tokens; t++) {
            for (int c = 0; c < dim; c++) {
                int residual = 2 * vit.position()[t * dim + c];
                stream[t * dim + c] =
                        ExactContract.sat9(rounded(vit.patchEmbedding(), patches, 0, t - constant, c, residual));
            }
        }
        put("patch_embed", stream);
        for (int n = 0; n < vit.blocks().size(); n++) {
            stream = block("blocks." + n + ".", vit.blocks().get(n), stream);
        }
        byte[] normal = put("norm", norm(vit.finalNorm(), Arrays.copyOf(stream, constant * dim)));
        logits = new int[vit.shape().classes()];
        for (int o = 0; o < logits.length; o++) {
            logits[o] = rounded(vit.head(), normal, 0, 0, o, 0).intValueExact();
        }
    }

    private short[] block(String at, QuantizedBlock block, short[] stream) {
        byte[] normal1 = put(at + "ln1", norm(block.norm1(), stream));
        byte[] attended = attention(at, block.attention(), normal1);
        short[] middle = put(at + "proj", sum(block.projection(), attended, new int[tokens], stream));
        byte[] normal2 = put(at + "ln2", norm(block.norm2(), middle));
        int[] hidden = widened(block.fc1(), normal2);
        values.put(at + "fc1", hidden);
        return mlp(at, block, hidden, middle);
    }

    /** From h to the stream: GELU by block, rows with one exponent, fc2. */
    private short[] mlp(String at, QuantizedBlock block, int[] hidden, short[] middle) {
        int columns = block.fc1().outputs();
        int blocks = (columns + 7) / 8;
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
            byte[] soft = uniform ? ExactContract.uniformSoftmax(one, shift) : ExactContract.softmax(one, shift);
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
                x.length / layer.inputs(),
                layer.outputs(),
                (t, o) -> ExactContract.sat8(rounded(layer, x, 0, t, o, 0)));
    }

    private int[] widened(QuantizedLinear layer, byte[] x) {
        int outputs = layer.outputs();
        int[] h = new int[x.length / layer.inputs() * outputs];
        for (int i = 0; i < h.length; i++) {
            h[i] = ExactContract.sat18(rounded(layer, x, 0, i / outputs, i % outputs, 0));
        }
        return h;
    }

    private short[] sum(QuantizedLinear layer, byte[] x, int[] rho, short[] stream) {
        short[] sum = new short[stream.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = ExactContract.sat9(rounded(layer, x, rho[i / dim], i / dim, i % dim, stream[i]));
        }
        return sum;
    }

    private static BigInteger rounded(QuantizedLinear layer, byte[] x, int rho, int t, int o, int residual) {
        int inputs = layer.inputs();
        BigInteger acc = ExactContract.dot(inputs, k -> x[t * inputs + k], k -> layer.weights()[o * inputs + k]);
        BigInteger z = ExactContract.sum(acc, layer.bias()[o], layer.shift()[o], rho);
        if (layer.residualShift().length > 0) {
            z = z.add(ExactContract.residual(residual, layer.residualShift()[o]));
        }
        return ExactContract.roundShift(z, 4);
    }

    private static byte[] norm(QuantizedNorm norm, short[] x) {
        int dim = norm.factor().length;
        byte[] y = new byte[x.length];
        for (int from = 0; from < x.length; from += dim) {
            short[] token = Arrays.copyOfRange(x, from, from + dim);
            byte[] row = ExactContract.layerNorm(token, norm.factor(), norm.gain(), norm.offset(), norm.shift());
            System.arraycopy(row, 0, y, from, dim);
        }
        return y;
    }

    private byte[] put(String name, byte[] codes) {
        tensors.put(name, IntStream.range(0, codes.length).map(i -> codes[i]).toArray());
        return codes;
    }

    private short[] put(String name, short[] codes) {
        tensors.put(name, IntStream.range(0, codes.length).map(i -> codes[i]).toArray());
        return codes;
    }
}
