// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import static org.p2vit.quant.witness.Whole.list;
import static org.p2vit.quant.witness.Whole.whole;

import java.util.Random;

/**
 * A network and an image, drawn from one seed: odd shapes, both codings of attention, up to two class tokens, registers, all readouts, all activations, weights of 8 bits, 4 bits
 * and both; half of the networks
 * made {@linkplain HardNetwork hard}, a quarter with sparse layers, a quarter as they are drawn.
 */
public record NetworkDraw(long seed, byte[] bundle, Matrix patches) {
    private static final int HARD = 3;

    public static NetworkDraw of(long seed) {
        Random random = new Random(seed);
        int[] sizes = sizes(random);
        boolean uniform = random.nextBoolean();
        byte[] drawn = GoldenGlue.network(sizes, uniform, random);
        boolean hardened = random.nextBoolean();
        BundleFile bundle = new BundleFile(hardened || random.nextBoolean() ? drawn : GoldenGlue.sparse(drawn, random));
        if (hardened) {
            HardNetwork.harden(bundle, random, 1.0 / (1 + random.nextInt(1 << HARD)));
        }
        WitnessBundle network = bundle.network();
        int side = network.shape("patch");
        int patches = sizes[0] / side * (sizes[1] / side);
        int depth = network.shape("channels") * side * side;
        HardWords codes = new HardWords(random, -128, 127);
        boolean hard = random.nextInt(4) == 0;
        Matrix image = new Matrix(
                patches,
                depth,
                list(
                        patches * depth,
                        i -> hard
                                ? codes.word(i)
                                : whole(Math.round(Math.max(-128, Math.min(127, random.nextGaussian() * 40))))));
        return new NetworkDraw(seed, bundle.toBytes(), image);
    }

    /** The image, as int8. */
    public byte[] codes() {
        byte[] codes = new byte[patches.words().size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = patches.words().get(i).byteValueExact();
        }
        return codes;
    }

    /** Sizes of a shape in the order of bundle.md; one network in eight is large in one direction. */
    private static int[] sizes(Random random) {
        int large = random.nextInt(8) == 0 ? 1 + random.nextInt(3) : 0;
        int patch = 1 + random.nextInt(4);
        int across = 1 + random.nextInt(large == 1 ? 24 : 5);
        int down = 1 + random.nextInt(5);
        int heads = 1 + random.nextInt(4);
        int headDim = 1 + random.nextInt(large == 2 ? 40 : 9);
        // NORM with one or two class tokens, DIRECT with one, the means with none or one.
        int readout = random.nextInt(5);
        int classTokens = readout > 1 ? random.nextInt(2) : readout == 1 ? 1 : 1 + random.nextInt(2);
        int registers = random.nextBoolean() ? 0 : random.nextInt(6);
        return new int[] {
            down * patch,
            across * patch,
            random.nextBoolean() ? 1 : 3,
            patch,
            heads * headDim,
            1 + random.nextInt(3),
            heads,
            1 + random.nextInt(large == 3 ? 300 : 40),
            1 + random.nextInt(12),
            classTokens,
            registers,
            readout,
            random.nextInt(4)
        };
    }

    /** Compares all tensors of the two models. */
    void compare(WordComparison comparison, String repeat) {
        comparison.compare(
                WitnessVit.tensors(new BundleFile(bundle).network(), patches),
                GoldenGlue.tensors(bundle, patches),
                repeat);
    }
}
