// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.golden;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
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
    private final Map<String, int[]> sums = new LinkedHashMap<>();
    private int[] logits;

    ExactVit(QuantizedVit vit) {
        this.vit = vit;
        this.dim = vit.shape().dim();
        this.tokens = vit.shape().tokens();
    }

    Map<String, int[]> tensors() {
        return tensors;
    }

    /** Z of each row, by tensor. */
    Map<String, int[]> sums() {
        return sums;
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
                        ExactContract.sat9(rounded(vit.patchEmbedding(), patches, t - constant, c, residual));
            }
        }
        put("patch_embed", stream);
        for (int n = 0; n < vit.blocks().size(); n++) {
            stream = block("blocks." + n + ".", vit.blocks().get(n), stream);
        }
        byte[] normal = put("norm", norm(vit.finalNorm(), Arrays.copyOf(stream, constant * dim)));
        logits = new int[vit.shape().classes()];
        for (int o = 0; o < logits.length; o++) {
            logits[o] = rounded(vit.head(), normal, 0, o, 0).intValueExact();
        }
    }

    private short[] block(String at, QuantizedBlock block, short[] stream) {
        byte[] normal1 = put(at + "ln1", norm(block.norm1(), stream));
        byte[] attended = attention(at, block.attention(), normal1);
        short[] middle = put(at + "proj", sum(block.projection(), attended, stream));
        byte[] normal2 = put(at + "ln2", norm(block.norm2(), middle));
        short[] hidden = put(at + "fc1", widened(block.fc1(), normal2));
        int shift = block.gelu().shift();
        int offset = block.gelu().offset();
        byte[] activated =
                ExactContract.codes(hidden.length, 1, (i, none) -> ExactContract.gelu(hidden[i], shift, offset));
        put(at + "gelu", activated);
        return put(at + "fc2", sum(block.fc2(), activated, middle));
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
        this.sums.put(at + "attn_sum", sums);
        return put(at + "attn_out", ExactContract.codes(tokens, dim, (t, c) -> {
            int head = c / headDim;
            return ExactContract.weightedMean(
                    weights[head * tokens + t], j -> v[j * dim + c], attention.valueShift()[head]);
        }));
    }

    private byte[] linear(QuantizedLinear layer, byte[] x) {
        return ExactContract.codes(
                x.length / layer.inputs(), layer.outputs(), (t, o) -> ExactContract.sat8(rounded(layer, x, t, o, 0)));
    }

    private short[] widened(QuantizedLinear layer, byte[] x) {
        int outputs = layer.outputs();
        short[] h = new short[x.length / layer.inputs() * outputs];
        for (int i = 0; i < h.length; i++) {
            h[i] = ExactContract.sat16(rounded(layer, x, i / outputs, i % outputs, 0));
        }
        return h;
    }

    private short[] sum(QuantizedLinear layer, byte[] x, short[] stream) {
        short[] sum = new short[stream.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = ExactContract.sat9(rounded(layer, x, i / dim, i % dim, stream[i]));
        }
        return sum;
    }

    private static BigInteger rounded(QuantizedLinear layer, byte[] x, int t, int o, int residual) {
        int inputs = layer.inputs();
        BigInteger z = ExactContract.dot(inputs, k -> x[t * inputs + k], k -> layer.weights()[o * inputs + k])
                .add(ExactContract.big(layer.bias()[o]));
        if (layer.residualShift().length > 0) {
            z = z.add(ExactContract.big(residual).multiply(BigInteger.TWO.pow(layer.residualShift()[o])));
        }
        return ExactContract.roundShift(z, layer.shift()[o]);
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
