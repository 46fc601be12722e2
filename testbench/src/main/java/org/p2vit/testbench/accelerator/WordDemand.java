// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.QuantizedMean;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.spec.NumericContract;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.check.Verdict;

/**
 * How many words each unit has to write for an image: counted from the tensors of the golden model and the word size, not from the
 * program, its spans, or anything the hardware did. A comparison that leaves out a unit, or a part of one, fails here.
 */
final class WordDemand {
    private static final Pattern BLOCK = Pattern.compile("^blocks\\.\\d+\\.");

    private final AcceleratorConfig config;
    private final VitShape shape;
    private final int heads;
    private final Map<Unit, Long> words = new EnumMap<>(Unit.class);

    /** @param shape of the network; each head begins with a word of its own in tensors of all heads */
    WordDemand(ReferenceTensors reference, VitShape shape, AcceleratorConfig config) {
        this.config = config;
        this.shape = shape;
        this.heads = shape.heads();
        reference.forEach(this::count);
    }

    /** Words by the unit that writes them; of STORE the numbers. */
    Map<Unit, Long> words() {
        return Map.copyOf(words);
    }

    /** The verdicts, each with a mismatch where not exactly the demanded words were compared; units without a verdict have one. */
    Map<Unit, Verdict> judge(Map<Unit, Verdict> verdicts, Repeat repeat) {
        Map<Unit, Verdict> judged = new EnumMap<>(verdicts);
        words.forEach((unit, count) ->
                judged.put(unit, verdicts.getOrDefault(unit, Verdict.NOTHING).demanding(unit.name(), count, repeat)));
        return judged;
    }

    private void count(String tensor, int rows, int columns) {
        if (tensor.startsWith(QuantizedMean.PREFIX)) {
            countMean(tensor.substring(QuantizedMean.PREFIX.length()), rows, columns);
            return;
        }
        String name = BLOCK.matcher(tensor).replaceFirst("");
        long all = (long) rows * config.array().words(columns);
        switch (name) {
            case "input", "fc1" -> {} // given, and replaced by gelu on the way
            case "q", "k", "v" -> add(Unit.REQUANT, headWords(rows, columns));
            case "q.acc", "k.acc", "v.acc" -> add(Unit.MATMUL, headWords(rows, columns));
            case "patch_embed", "attn_logits", "proj", "gelu", "fc2", "narrow" -> add(Unit.REQUANT, all);
            case "patch_embed.acc", "attn_logits.acc", "proj.acc", "fc1.acc", "fc2.acc", "narrow.acc", "logits.acc" ->
                add(Unit.MATMUL, all);
            case "patch_embed_exponents", "proj_exponents", "gelu_exponents", "fc2_exponents" ->
                add(Unit.REQUANT, (long) rows * config.array().words(columns * NumericContract.EXPONENT_BLOCK));
            case "attn_codes" -> add(Unit.SOFTMAX, all);
            case "attn_sum" ->
                AttentionWords.of(config.attention()).writer(name).ifPresent(unit -> add(unit, all));
            case "attn_out", "attn_out.acc" ->
                AttentionWords.of(config.attention())
                        .writer(name)
                        .ifPresent(unit -> add(unit, headWords(rows, columns)));
            case "ln1", "ln2", "norm" -> add(Unit.NORM, all);
            case "logits" -> {
                add(Unit.REQUANT, all);
                add(Unit.STORE, (long) rows * columns);
            }
            default -> throw new IllegalStateException("no unit is known to write tensor " + tensor);
        }
    }

    /** A mean is made in parts of as many words as a head has; each makes the logits again, of keys of one word. */
    private void countMean(String name, int rows, int columns) {
        long all = (long) rows * config.array().words(columns);
        int headWords = config.array().words(shape.headDim());
        long parts = (config.array().words(shape.dim()) + headWords - 1) / headWords;
        switch (name) {
            case "k" -> add(Unit.REQUANT, rows * parts);
            case "k.acc" -> add(Unit.MATMUL, rows * parts);
            case "v", "proj" -> add(Unit.REQUANT, all);
            case "v.acc", "proj.acc" -> add(Unit.MATMUL, all);
            case "proj_exponents" ->
                add(Unit.REQUANT, (long) rows * config.array().words(columns * NumericContract.EXPONENT_BLOCK));
            case "attn_logits" -> add(Unit.REQUANT, all * parts);
            case "attn_logits.acc" -> add(Unit.MATMUL, all * parts);
            case "attn_codes" -> add(Unit.SOFTMAX, all * parts);
            case "attn_sum" ->
                AttentionWords.of(config.attention()).writer(name).ifPresent(unit -> add(unit, all * parts));
            case "attn_out", "attn_out.acc" ->
                AttentionWords.of(config.attention()).writer(name).ifPresent(unit -> add(unit, all));
            default -> throw new IllegalStateException("no unit is known to write tensor " + name + " of a mean");
        }
    }

    private long headWords(int rows, int columns) {
        return (long) rows * heads * config.array().words(columns / heads);
    }

    private void add(Unit unit, long count) {
        words.merge(unit, count, Long::sum);
    }
}
