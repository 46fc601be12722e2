// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.golden;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
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
    private final Map<String, byte[]> tensors = new LinkedHashMap<>();
    private int[] logits;

    ExactVit(QuantizedVit vit) {
        this.vit = vit;
        this.dim = vit.shape().dim();
        this.tokens = vit.shape().tokens();
    }

    Map<String, byte[]> tensors() {
        return tensors;
    }

    int[] logits() {
        return logits;
    }

    void run(byte[] patches) {
        put("input", patches);
        byte[] stream = new byte[tokens * dim];
        int constant = vit.shape().classTokens();
        for (int i = 0; i < constant * dim; i++) {
            stream[i] = vit.classTokenRow()[i];
        }
        for (int t = constant; t < tokens; t++) {
            for (int c = 0; c < dim; c++) {
                int residual = vit.position()[t * dim + c];
                stream[t * dim + c] =
                        (byte) ExactContract.sat8(rounded(vit.patchEmbedding(), patches, t - constant, c, residual));
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

    private byte[] block(String at, QuantizedBlock block, byte[] stream) {
        byte[] normal1 = put(at + "ln1", norm(block.norm1(), stream));
        byte[] attended = attention(at, block.attention(), normal1);
        byte[] middle = put(at + "proj", linear(block.projection(), attended, i -> stream[i]));
        byte[] normal2 = put(at + "ln2", norm(block.norm2(), middle));
        byte[] hidden = put(at + "fc1", linear(block.fc1(), normal2, i -> 0));
        byte[] activated = new byte[hidden.length];
        for (int i = 0; i < hidden.length; i++) {
            activated[i] = block.gelu()[hidden[i] < 0 ? hidden[i] + 256 : hidden[i]];
        }
        put(at + "gelu", activated);
        return put(at + "fc2", linear(block.fc2(), activated, i -> middle[i]));
    }

    private byte[] attention(String at, QuantizedAttention attention, byte[] x) {
        byte[] q = put(at + "q", linear(attention.query(), x, i -> 0));
        byte[] k = put(at + "k", linear(attention.key(), x, i -> 0));
        byte[] v = put(at + "v", linear(attention.value(), x, i -> 0));
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
        if (vit.attention() == AttentionCoding.UNIFORM) {
            return uniform(at, attention, l, v);
        }
        byte[] codes = new byte[l.length];
        for (int row = 0; row < heads * tokens; row++) {
            byte[] one = Arrays.copyOfRange(l, row * tokens, (row + 1) * tokens);
            byte[] soft = ExactContract.softmax(one, attention.softmaxShift()[row / tokens]);
            System.arraycopy(soft, 0, codes, row * tokens, tokens);
        }
        put(at + "attn_codes", codes);
        return put(at + "attn_out", ExactContract.codes(tokens, dim, (t, c) -> {
            int head = c / headDim;
            int row = (head * tokens + t) * tokens;
            byte[] weights = Arrays.copyOfRange(codes, row, row + tokens);
            return ExactContract.weightedMean(
                    weights, j -> v[j * dim + c], attention.valueShift()[head]);
        }));
    }

    private byte[] uniform(String at, QuantizedAttention attention, byte[] l, byte[] v) {
        int heads = attention.heads();
        byte[] codes = new byte[l.length];
        byte[] scales = new byte[heads * tokens];
        for (int row = 0; row < scales.length; row++) {
            byte[] one = Arrays.copyOfRange(l, row * tokens, (row + 1) * tokens);
            byte[] soft = ExactContract.uniformSoftmax(one, attention.softmaxShift()[row / tokens]);
            System.arraycopy(soft, 0, codes, row * tokens, tokens);
            scales[row] = soft[tokens];
        }
        put(at + "attn_codes", codes);
        put(at + "attn_scale", scales);
        return put(at + "attn_out", ExactContract.codes(tokens, dim, (t, c) -> {
            int head = c / (dim / heads);
            int row = head * tokens + t;
            BigInteger acc = ExactContract.dot(tokens, j -> codes[row * tokens + j], j -> v[j * dim + c]);
            return ExactContract.sat8(ExactContract.roundShift(acc, attention.valueShift()[head] + scales[row]));
        }));
    }

    private byte[] linear(QuantizedLinear layer, byte[] x, IntUnaryOperator residual) {
        int outputs = layer.outputs();
        return ExactContract.codes(
                x.length / layer.inputs(),
                outputs,
                (t, o) -> ExactContract.sat8(rounded(layer, x, t, o, residual.applyAsInt(t * outputs + o))));
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

    private static byte[] norm(QuantizedNorm norm, byte[] x) {
        int dim = norm.factor().length;
        byte[] y = new byte[x.length];
        for (int from = 0; from < x.length; from += dim) {
            byte[] token = Arrays.copyOfRange(x, from, from + dim);
            byte[] row = ExactContract.layerNorm(token, norm.factor(), norm.gain(), norm.offset(), norm.shift());
            System.arraycopy(row, 0, y, from, dim);
        }
        return y;
    }

    private byte[] put(String name, byte[] codes) {
        tensors.put(name, codes);
        return codes;
    }
}
