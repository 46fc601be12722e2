// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * An inference, §2.1, §4 to §8. {@link #tensors} has every tensor by name in the order of computation: {@code input}, {@code patch_embed}; of block b
 * {@code blocks.b.} with {@code ln1}, {@code q}, {@code k}, {@code v}, {@code attn_logits}, {@code attn_codes}, {@code attn_sum}, the three
 * with heads one below the other, {@code attn_out}, {@code proj}, {@code ln2}, {@code fc1}, {@code gelu}, {@code gelu_exponents}, {@code fc2};
 * {@code norm}, or {@code narrow} of rows that no norm reads, of a mean {@code mean.} with {@code k}, {@code v} of normalised rows, {@code attn_logits}, {@code attn_codes}, {@code attn_sum}, {@code attn_out}, and
 * {@code proj} in front of a {@code norm}; {@code logits}. The residual streams {@code patch_embed}, {@code proj} and {@code fc2} have their {@code _exponents} beside them. A name with {@code .acc} has the sums of products that a tensor is made from;
 * the rows of constant tokens in {@code patch_embed.acc} are those of patches of zeros.
 */
final class WitnessVit {
    private final WitnessBundle bundle;
    private final Map<String, Matrix> tensors = new LinkedHashMap<>();

    private WitnessVit(WitnessBundle bundle) {
        this.bundle = bundle;
    }

    /** All tensors of an image of int8 codes, a row per patch (§2.1). */
    static Map<String, Matrix> tensors(WitnessBundle bundle, Matrix patches) {
        WitnessVit vit = new WitnessVit(bundle);
        vit.run(patches);
        return vit.tensors;
    }

    /** §8: the index of the largest logit, of equals the lowest. */
    static int classOf(List<BigInteger> logits) {
        return logits.indexOf(logits.stream().reduce(BigInteger::max).orElseThrow());
    }

    private void run(Matrix patches) {
        put("input", patches);
        WitnessStream x = embedding(patches);
        for (int block = 0; block < bundle.shape("depth"); block++) {
            x = block("blocks." + block + ".", x);
        }
        // §8: the class tokens alone, one behind the other.
        Matrix read = readout(x);
        Matrix input = new Matrix(1, read.words().size(), read.words());
        WitnessLinear head = bundle.linear("head");
        put("logits", head.logits(put("logits.acc", head.accumulate(input))));
    }

    private Matrix readout(WitnessStream x) {
        return switch (bundle.header().get("readout").stringValue()) {
            case "norm" -> put("norm", bundle.norm("norm").codes(x.first(classTokens())));
            case "direct" -> narrow(x.first(classTokens()));
            case "mean" -> mean(narrow(x));
            case "norm-mean" -> {
                Matrix v = put("norm", bundle.norm("norm").codes(x));
                put("mean.v.acc", v);
                yield mean(put("mean.v", v));
            }
            case "mean-norm" -> put("norm", bundle.norm("norm").codes(lifted(mean(narrow(x)))));
            default -> throw new IllegalArgumentException("readout");
        };
    }

    /** §8.1. */
    private Matrix narrow(WitnessStream x) {
        put("narrow.acc", zeros(x.words().rows(), x.words().columns()));
        return put("narrow", x.narrow(bundle.array("narrow.residual_shift")));
    }

    /** §8.2, of the rows of all tokens. */
    private Matrix mean(Matrix v) {
        put("mean.k.acc", zeros(v.rows(), v.columns()));
        put("mean.k", zeros(v.rows(), v.columns()));
        int first = constantTokens();
        int count = v.rows() - first;
        boolean uniform = bundle.header().get("attention").stringValue().equals("uniform");
        BigInteger w = BigInteger.valueOf(uniform ? 255 : 1 << 14);
        put("mean.attn_logits.acc", zeros(1, count));
        put("mean.attn_logits", zeros(1, count));
        put("mean.attn_codes", Matrix.of(1, count, (t, j) -> uniform ? w : BigInteger.ZERO));
        Matrix z = put("mean.attn_sum", Matrix.of(1, 1, (t, j) -> w.multiply(BigInteger.valueOf(count))));
        Matrix acc = put("mean.attn_out.acc", Matrix.of(1, v.columns(), (t, c) -> IntStream.range(0, count)
                .mapToObj(j -> v.at(first + j, c).multiply(w))
                .reduce(BigInteger.ZERO, BigInteger::add)));
        int shift = bundle.array("mean.attn_out.shift").get(0).intValueExact();
        Matrix n = WitnessAttention.quotients(acc, z);
        return put(
                "mean.attn_out", Matrix.of(1, v.columns(), (t, c) -> Whole.sat8(Whole.roundShift(n.at(t, c), shift))));
    }

    /** §8.2: the mean as a row of a residual stream; z has neither bias nor residual. */
    private WitnessStream lifted(Matrix mean) {
        List<BigInteger> shift = bundle.array("mean.proj.shift");
        Matrix acc = put("mean.proj.acc", Matrix.of(1, mean.columns(), (t, c) -> mean.at(t, c)
                .multiply(BigInteger.valueOf(64))));
        Matrix z = Matrix.of(
                1,
                mean.columns(),
                (t, c) -> Whole.shiftDown(
                        Whole.shiftUp(acc.at(t, c), 4), shift.get(c).intValueExact()));
        return put("mean.proj", WitnessStream.of(z));
    }

    private static Matrix zeros(int rows, int columns) {
        return Matrix.of(rows, columns, (t, c) -> BigInteger.ZERO);
    }

    /** §7. */
    private WitnessStream embedding(Matrix patches) {
        Matrix position = bundle.matrix("position", constantTokens() + patches.rows());
        Matrix residual = Matrix.of(position.rows(), position.columns(), (t, c) -> twice(position.at(t, c)));
        Matrix zeros = Matrix.of(constantTokens(), patches.columns(), (t, k) -> BigInteger.ZERO);
        Matrix rows = Matrix.stacked(List.of(zeros, patches));
        return stream("patch_embed", rows, WitnessStream.withoutExponents(residual));
    }

    private WitnessStream block(String block, WitnessStream x) {
        Matrix ln1 = put(block + "ln1", bundle.norm(block + "ln1").codes(x));
        Matrix q = codes(block + "q", ln1);
        Matrix k = codes(block + "k", ln1);
        Matrix v = codes(block + "v", ln1);
        WitnessStream middle = stream(block + "proj", attention(block, q, k, v), x);
        Matrix ln2 = put(block + "ln2", bundle.norm(block + "ln2").codes(middle));
        WitnessLinear layer = bundle.linear(block + "fc1");
        Matrix fc1 = put(block + "fc1", layer.wide(put(block + "fc1.acc", layer.accumulate(ln2))));
        WitnessGelu gelu = bundle.gelu(block);
        Matrix exponents = gelu.exponents(fc1);
        WitnessRows rows = new WitnessRows(put(block + "gelu", gelu.codes(fc1, exponents)), exponents);
        put(block + "gelu_exponents", exponents);
        WitnessLinear last = bundle.linear(block + "fc2");
        Matrix acc = put(block + "fc2.acc", last.accumulate(rows.aligned()));
        return put(block + "fc2", last.stream(acc, rows.rho(), middle));
    }

    private Matrix codes(String name, Matrix a) {
        WitnessLinear layer = bundle.linear(name);
        return put(name, layer.codes(put(name + ".acc", layer.accumulate(a))));
    }

    private WitnessStream stream(String name, Matrix a, WitnessStream residual) {
        WitnessLinear layer = bundle.linear(name);
        return put(name, layer.stream(put(name + ".acc", layer.accumulate(a)), residual));
    }

    private Matrix attention(String block, Matrix q, Matrix k, Matrix v) {
        List<Integer> heads = IntStream.range(0, bundle.shape("heads")).boxed().toList();
        List<Matrix> products = new ArrayList<>();
        List<Matrix> logits = new ArrayList<>();
        List<Matrix> codes = new ArrayList<>();
        List<Matrix> totals = new ArrayList<>();
        List<Matrix> acc = new ArrayList<>();
        List<Matrix> outputs = new ArrayList<>();
        for (int h : heads) {
            WitnessAttention head = head(block, h);
            products.add(WitnessLinear.product(part(q, h), part(k, h)));
            logits.add(head.logits(products.get(h)));
            codes.add(head.codes(logits.get(h)));
            totals.add(head.totals(codes.get(h)));
            acc.add(head.accumulate(codes.get(h), part(v, h)));
            outputs.add(head.outputs(WitnessAttention.quotients(acc.get(h), totals.get(h))));
        }
        put(block + "attn_logits.acc", Matrix.stacked(products));
        put(block + "attn_logits", Matrix.stacked(logits));
        put(block + "attn_codes", Matrix.stacked(codes));
        put(block + "attn_sum", Matrix.stacked(totals));
        put(block + "attn_out.acc", Matrix.beside(acc));
        return put(block + "attn_out", Matrix.beside(outputs));
    }

    private WitnessAttention head(String block, int h) {
        WitnessAttention.Coding coding =
                switch (bundle.header().get("attention").stringValue()) {
                    case "log2" -> WitnessAttention.Coding.LOGARITHMIC;
                    case "uniform" -> WitnessAttention.Coding.UNIFORM;
                    default -> throw new IllegalArgumentException("attention");
                };
        return new WitnessAttention(
                coding,
                constantTokens(),
                bundle.array(block + "attn_logits.shift").get(h).intValueExact(),
                bundle.array(block + "softmax.shift").get(h).intValueExact(),
                bundle.array(block + "attn_out.shift").get(h).intValueExact());
    }

    /** §2.1: head h owns the channels h·D/H … (h+1)·D/H − 1. */
    private Matrix part(Matrix all, int h) {
        int headDim = all.columns() / bundle.shape("heads");
        return Matrix.of(all.rows(), headDim, (t, d) -> all.at(t, h * headDim + d));
    }

    private int classTokens() {
        return bundle.shape("classTokens");
    }

    /** §7: class tokens and registers. */
    private int constantTokens() {
        return classTokens() + bundle.shape("registers");
    }

    private static BigInteger twice(BigInteger code) {
        return code.multiply(BigInteger.TWO);
    }

    /** Words and their exponents. */
    private WitnessStream put(String name, WitnessStream stream) {
        put(name, stream.words());
        put(name + "_exponents", stream.exponents());
        return stream;
    }

    private Matrix put(String name, Matrix tensor) {
        tensors.put(name, tensor);
        return tensor;
    }
}
