// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fuzz;

import java.util.List;
import java.util.Random;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.Activation;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.Readout;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.spec.NumericContract;

/**
 * The network of a case. In its line: {@code image=height,width,channels patch=side dim=… depth=… heads=… mlp=… classes=… bits=…
 * values=kind}; before {@code bits} {@code classTokens=… registers=… readout=… activation=…}, each unless it is a plain network's.
 *
 * @param bits 8 or 4 for each layer: patch embedding, then query, key, value, projection, fc1 and fc2 of each block, then the head
 */
record FuzzNetwork(VitShape shape, String bits, FuzzValues values) {
    private static final List<String> IN_BLOCK = List.of("q", "k", "v", "proj", "fc1", "fc2");
    /** What a line does not say. */
    private static final VitShape PLAIN = new VitShape(1, 1, 1, 1, 1, 1, 1, 1, 1);
    /** So that images have other numbers than weights. */
    private static final long IMAGE_SEED = 0x5eed;

    FuzzNetwork {
        if (bits.length() != layers(shape.depth()) || !bits.matches("[48]+")) {
            throw new InvalidInputException("'bits' of the case is '" + bits
                    + "'; it takes an 8 or a 4 for each of the " + layers(shape.depth()) + " layers");
        }
    }

    static int layers(int depth) {
        return 2 + IN_BLOCK.size() * depth;
    }

    private int bitsOf(String layer) {
        return bits.charAt(place(layer)) - '0';
    }

    private int place(String layer) {
        if (layer.equals("patch_embed")) {
            return 0;
        }
        if (layer.equals("head")) {
            return bits.length() - 1;
        }
        String[] parts = layer.split("\\.");
        return 1 + IN_BLOCK.size() * Integer.parseInt(parts[1]) + IN_BLOCK.indexOf(parts[2]);
    }

    /** The same for equal arguments. */
    QuantizedVit network(AttentionCoding coding, long seed) {
        QuantizedVit typical = RandomQuantizedVit.ofAll(shape, this::bitsOf, coding, seed);
        return values.isTypical() ? typical : new ExtremeNetwork(values, new Random(seed)).like(typical);
    }

    /** Codes of an image, patches × patchDepth. */
    byte[] image(int index, long seed) {
        byte[] codes = RandomQuantizedVit.patches(shape, seed + index);
        if (!values.isTypical()) {
            Random random = new Random(seed + index ^ IMAGE_SEED);
            for (int i = 0; i < codes.length; i++) {
                codes[i] = (byte) values.number(random, NumericContract.INT8_MIN, NumericContract.INT8_MAX);
            }
        }
        return codes;
    }

    private static int number(CaseLine line, String key, int plain) {
        return CaseLine.number(key, line.take(key, Integer.toString(plain)));
    }

    private static <E extends Enum<E>> E constant(CaseLine line, String key, E plain, Class<E> type) {
        String text = line.take(key, "");
        return text.isEmpty() ? plain : CaseLine.constant(key, text, type);
    }

    void put(CaseLine line) {
        line.put("image", shape.imageHeight(), shape.imageWidth(), shape.channels())
                .put("patch", shape.patch())
                .put("dim", shape.dim())
                .put("depth", shape.depth())
                .put("heads", shape.heads())
                .put("mlp", shape.mlpDim())
                .put("classes", shape.classes());
        putUnless(PLAIN.classTokens(), "classTokens", shape.classTokens(), line);
        putUnless(PLAIN.registers(), "registers", shape.registers(), line);
        putUnless(PLAIN.readout(), "readout", shape.readout(), line);
        putUnless(PLAIN.activation(), "activation", shape.activation(), line);
        line.put("bits", bits).put("values", values);
    }

    private static void putUnless(Object plain, String key, Object value, CaseLine line) {
        if (!value.equals(plain)) {
            line.put(key, value);
        }
    }

    static FuzzNetwork take(CaseLine line) {
        int[] image = line.takeParts("image", 3).stream()
                .mapToInt(text -> CaseLine.number("image", text))
                .toArray();
        VitShape sized = new VitShape(
                image[0],
                image[1],
                image[2],
                line.takeNumber("patch"),
                line.takeNumber("dim"),
                line.takeNumber("depth"),
                line.takeNumber("heads"),
                line.takeNumber("mlp"),
                line.takeNumber("classes"));
        VitShape shape = sized.with(constant(line, "readout", PLAIN.readout(), Readout.class))
                .with(number(line, "classTokens", PLAIN.classTokens()), number(line, "registers", PLAIN.registers()))
                .with(constant(line, "activation", PLAIN.activation(), Activation.class));
        return new FuzzNetwork(
                shape, line.take("bits"), CaseLine.constant("values", line.take("values"), FuzzValues.class));
    }
}
