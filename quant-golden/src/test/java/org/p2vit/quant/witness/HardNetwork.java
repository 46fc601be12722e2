// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import static org.p2vit.quant.witness.Whole.list;
import static org.p2vit.quant.witness.Whole.whole;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;

/**
 * Makes a network hard on purpose: arrays of its bundle become extreme, alternating, coarse (so that sums lie on ties of the rounding) or
 * random over their whole range, and shifts go anywhere that bundle.md allows, the exponents with them.
 */
final class HardNetwork {
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
        linear("patch_embed", false);
        positions(network.shape("dim") * network.shape("classTokens"));
        perhaps("class_token", -128, 127);
        for (int b = 0; b < depth; b++) {
            String block = "blocks." + b + ".";
            norm(block + "ln1");
            norm(block + "ln2");
            for (String layer : List.of("q", "k", "v", "fc1")) {
                linear(block + layer, true);
            }
            linear(block + "proj", false);
            linear(block + "fc2", false);
            gelu(block);
            heads(block, network.shape("dim") / network.shape("heads"));
        }
        norm("norm");
        linear("head", true);
        residuals(depth);
    }

    private void linear(String name, boolean freeShift) {
        int half = 1 << (bundle.bits(name + ".weights") - 1);
        perhaps(name + ".weights", -half, half - 1);
        perhaps(name + ".bias", -(1 << 29), 1 << 29);
        if (freeShift) {
            perhaps(name + ".shift", 0, 31);
        }
    }

    private void norm(String name) {
        perhaps(name + ".factor", 0, 6);
        perhaps(name + ".gain", -32768, 32767);
        perhaps(name + ".offset", -(1 << 30), 1 << 30);
        perhaps(name + ".shift", 0, 31);
    }

    /** Exponents over all shifts and beyond; the shift follows. */
    private void gelu(String block) {
        perhaps(block + "gelu.offset", 0, 127);
        perhaps(block + "gelu.exponent", -10, 15);
        BigInteger exponent = bundle.array(block + "gelu.exponent").get(0);
        bundle.replace(block + "gelu.shift", List.of(whole(5).subtract(exponent).max(BigInteger.ZERO)));
    }

    private void positions(int zeros) {
        perhaps("position", -128, 127);
        List<BigInteger> drawn = bundle.array("position");
        bundle.replace("position", list(drawn.size(), i -> i < zeros ? BigInteger.ZERO : drawn.get(i)));
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

    /** Streams have exponents and factors of their own; shifts of the layers that write them follow, within their bounds. */
    private void residuals(int depth) {
        perhaps("stream.exponent", -5, 5);
        boolean anew = random.nextDouble() < share;
        for (int b = 0; b < depth; b++) {
            String block = "blocks." + b + ".";
            String next = b + 1 < depth ? "blocks." + (b + 1) + ".ln1" : "norm";
            residual(block + "proj", stream(2 * b, block + "ln1"), stream(2 * b + 1, block + "ln2"), anew);
            residual(block + "fc2", stream(2 * b + 1, block + "ln2"), stream(2 * b + 2, next), anew);
        }
        List<BigInteger> first = stream(0, "blocks.0.ln1");
        perhaps("patch_embed.shift", 0, 31);
        perhaps("patch_embed.residual_shift", 0, 16);
        bundle.replace("position.exponent", list(first.size(), c -> bundle.array("patch_embed.residual_shift")
                .get(c)
                .subtract(bundle.array("patch_embed.shift").get(c))
                .add(first.get(c))
                .add(BigInteger.ONE)));
    }

    private void residual(String layer, List<BigInteger> before, List<BigInteger> behind, boolean anew) {
        List<BigInteger> old = bundle.array(layer + ".shift");
        List<BigInteger> shift = list(old.size(), c -> {
            int change = before.get(c).subtract(behind.get(c)).intValueExact();
            int least = Math.max(0, -change);
            int greatest = Math.min(31, 16 - change);
            return anew
                    ? whole(least + random.nextInt(greatest - least + 1))
                    : old.get(c).max(whole(least)).min(whole(greatest));
        });
        bundle.replace(layer + ".shift", shift);
        bundle.replace(
                layer + ".residual_shift",
                list(old.size(), c -> shift.get(c).add(before.get(c)).subtract(behind.get(c))));
    }

    private List<BigInteger> stream(int index, String norm) {
        List<BigInteger> factor = bundle.array(norm + ".factor");
        return list(
                factor.size(), c -> bundle.array("stream.exponent").get(index).add(factor.get(c)));
    }

    private void perhaps(String name, long least, long greatest) {
        if (random.nextDouble() < share) {
            HardWords words = new HardWords(random, least, greatest);
            bundle.replace(name, list(bundle.array(name).size(), words::word));
        }
    }
}
