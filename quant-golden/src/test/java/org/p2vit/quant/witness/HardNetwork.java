// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import static org.p2vit.quant.witness.Whole.list;
import static org.p2vit.quant.witness.Whole.whole;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes a network hard on purpose: arrays of its bundle become extreme, alternating, coarse (so that sums lie on ties of the rounding) or
 * random over their whole range, and shifts go anywhere that bundle.md allows, the exponents with them.
 */
final class HardNetwork {
    /** Exponents of streams stay within this, so that those of all tensors are within their bounds. */
    private static final int FARTHEST = 25;

    private final BundleFile bundle;
    private final Random random;
    /** The share of arrays that change. */
    private final double share;

    private HardNetwork(BundleFile bundle, Random random, double share) {
        this.bundle = bundle;
        this.random = random;
        this.share = share;
    }

    static void harden(BundleFile bundle, Random random, double share) {
        new HardNetwork(bundle, random, share).all();
    }

    private void all() {
        WitnessBundle network = bundle.network();
        int depth = network.shape("depth");
        linear("patch_embed", 0);
        perhaps("position", -128, 127);
        for (int b = 0; b < depth; b++) {
            String block = "blocks." + b + ".";
            norm(block + "ln1");
            norm(block + "ln2");
            for (String layer : List.of("q", "k", "v", "fc1")) {
                linear(block + layer, 0);
            }
            linear(block + "proj", 0);
            linear(block + "fc2", 7);
            gelu(block);
            heads(block, network.shape("dim") / network.shape("heads"));
        }
        linear("head", 0);
        residuals();
        if (network.arrays().containsKey("norm.gain")) {
            norm("norm");
        }
        if (network.arrays().containsKey("narrow.residual_shift")) {
            narrowing(network);
        }
    }

    /** §8.1: the exponents explain the shifts. */
    private void narrowing(WitnessBundle network) {
        perhaps("narrow.residual_shift", 6, 15);
        List<BigInteger> narrowed = bundle.array("narrow.residual_shift");
        if (network.arrays().containsKey("mean.proj.shift")) {
            // §8.2: the sum of both is the same in all channels.
            BigInteger sum = whole(15 + random.nextInt(22));
            bundle.replace("mean.proj.shift", list(narrowed.size(), c -> sum.subtract(narrowed.get(c))));
            return;
        }
        boolean mean = network.arrays().containsKey("mean.attn_out.shift");
        int finer = mean ? 15 - bundle.array("mean.attn_out.shift").get(0).intValueExact() : 0;
        List<BigInteger> stream = bundle.array("stream.exponent");
        List<BigInteger> shifts = bundle.array("narrow.residual_shift");
        bundle.replace(
                mean ? "mean.exponent" : "narrow.exponent", list(shifts.size(), c -> stream.get(stream.size() - 1)
                        .subtract(whole(8 + finer))
                        .add(shifts.get(c))));
    }

    private void linear(String name, int leastShift) {
        int half = 1 << (bundle.bits(name + ".weights") - 1);
        perhaps(name + ".weights", -half, half - 1);
        perhaps(name + ".bias", -(1 << 29), 1 << 29);
        perhaps(name + ".shift", leastShift, 31);
    }

    private void norm(String name) {
        perhaps(name + ".gain", -32768, 32767);
        perhaps(name + ".offset", -(1 << 30), 1 << 30);
        perhaps(name + ".shift", 0, 31);
    }

    /** Exponents over all shifts and beyond; the shift follows. */
    private void gelu(String block) {
        perhaps(block + "gelu.exponent", -10, 15);
        BigInteger exponent = bundle.array(block + "gelu.exponent").get(0);
        BigInteger shift =
                bundle.network().header().get("activation").stringValue().equals("relu")
                        ? BigInteger.ZERO
                        : whole(5).subtract(exponent).max(BigInteger.ZERO);
        bundle.replace(block + "gelu.shift", List.of(shift));
    }

    /** Shifts of heads first, then the exponents that explain them. */
    private void heads(String block, int headDim) {
        perhaps(block + "attn_logits.shift", 0, 31);
        perhaps(block + "softmax.shift", 0, 31);
        perhaps(block + "attn_out.shift", 0, 31);
        boolean uniform =
                bundle.network().header().get("attention").stringValue().equals("uniform");
        List<BigInteger> softmax = bundle.array(block + "softmax.shift");
        List<BigInteger> exponents =
                list(softmax.size(), h -> whole(uniform ? 7 : 15).subtract(softmax.get(h)));
        bundle.replace(block + "attn_logits.exponent", exponents);
        int root = Whole.floorLog2(whole(headDim)) / 2;
        List<BigInteger> key = bundle.array(block + "k.exponent");
        List<BigInteger> value = bundle.array(block + "v.exponent");
        bundle.replace(block + "q.exponent", list(key.size(), d -> exponents
                .get(d / headDim)
                .add(whole(root))
                .subtract(key.get(d))
                .subtract(bundle.array(block + "attn_logits.shift").get(d / headDim))));
        bundle.replace(block + "attn_out.exponent", list(value.size(), d -> value.get(d)
                .subtract(whole(15))
                .add(bundle.array(block + "attn_out.shift").get(d / headDim))));
    }

    /** Streams have exponents as far apart as the shifts of residuals reach; these follow. */
    private void residuals() {
        streams();
        List<BigInteger> stream = bundle.array("stream.exponent");
        for (int i = 0; i + 1 < stream.size(); i++) {
            BigInteger shift = stream.get(i + 1).subtract(stream.get(i)).add(whole(7));
            String name = "blocks." + i / 2 + (i % 2 == 0 ? ".proj" : ".fc2") + ".residual_shift";
            bundle.replace(name, list(bundle.array(name).size(), c -> shift));
        }
        perhaps("patch_embed.residual_shift", 0, 15);
        // Of the position embedding's codes; those of the residual are twice them.
        List<BigInteger> shifts = bundle.array("patch_embed.residual_shift");
        bundle.replace(
                "position.exponent",
                list(shifts.size(), c -> stream.get(0).add(whole(7 + 1)).subtract(shifts.get(c))));
    }

    /** Any step that 6 … 15 as shifts allows, but not ever further from zero. */
    private void streams() {
        if (random.nextDouble() >= share) {
            return;
        }
        List<BigInteger> exponents =
                new ArrayList<>(bundle.array("stream.exponent").subList(0, 1));
        while (exponents.size() < bundle.array("stream.exponent").size()) {
            int present = exponents.get(exponents.size() - 1).intValueExact();
            int least = Math.max(-1, -FARTHEST - present);
            int greatest = Math.min(8, FARTHEST - present);
            exponents.add(whole(present + least + random.nextInt(greatest - least + 1)));
        }
        bundle.replace("stream.exponent", exponents);
    }

    private void perhaps(String name, long least, long greatest) {
        if (random.nextDouble() < share) {
            HardWords words = new HardWords(random, least, greatest);
            bundle.replace(name, list(bundle.array(name).size(), words::word));
        }
    }
}
