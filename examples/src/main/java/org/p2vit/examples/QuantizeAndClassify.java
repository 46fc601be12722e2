// SPDX-License-Identifier: Apache-2.0
package org.p2vit.examples;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.calibration.Quantizer;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.statistics.CalibrationSet;
import org.p2vit.quant.demo.GlyphCheckpoint;
import org.p2vit.quant.demo.GlyphSet;
import org.p2vit.quant.golden.GoldenVit;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.weights.FloatVit;

/** Quantizes the demo network, then lets its golden integer model say what pictures show. */
public final class QuantizeAndClassify {
    private static final int CALIBRATION_IMAGES = 108;
    private static final int SHOWN = 3;

    private QuantizeAndClassify() {}

    /** @param pictures JPEG or PNG files; the sign of the documentation if none is given */
    public static void main(String[] pictures) {
        FloatVit trained = GlyphCheckpoint.read(); // CheckpointReader.read(file) for a safetensors file of one's own
        ImagePreprocessor preprocessor = ImagePreprocessor.of(trained.shape(), trained.metadata());
        QuantizedVit network =
                Quantizer.quantize(trained, calibration(preprocessor), QuantizerOptions.DEFAULT, ProgressListener.NONE);
        System.out.printf(
                Locale.ROOT,
                "%d blocks, %d channels, %d classes; attention %s%n",
                network.shape().depth(),
                network.shape().dim(),
                network.shape().classes(),
                network.attention().label());

        GoldenVit golden = new GoldenVit(network);
        for (String picture : pictures.length == 0 ? new String[] {"doc/sign.jpg"} : pictures) {
            float[] patches = preprocessor.patches(Path.of(picture)).toArray();
            int[] logits = golden.forward(network.input().encode(patches));
            System.out.println(Path.of(picture).getFileName() + ": " + best(logits, network));
        }
    }

    /** Pictures that look like those to come; CalibrationSet.ofFiles takes one's own. */
    private static CalibrationSet calibration(ImagePreprocessor preprocessor) {
        GlyphSet glyphs = new GlyphSet(GlyphSet.CALIBRATION_SEED, CALIBRATION_IMAGES);
        return CalibrationSet.ofPatches(
                preprocessor,
                glyphs.images()
                        .map(glyph -> preprocessor.patches(glyph.pixels()))
                        .toList());
    }

    /** The classes with the greatest logits; an integer is worth so many times two to the exponent of the logits. */
    private static String best(int[] logits, QuantizedVit network) {
        int exponent = network.exponents().logits();
        List<String> texts = IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingInt(index -> -logits[index]))
                .limit(SHOWN)
                .map(index -> String.format(
                        Locale.ROOT,
                        "%s %.2f",
                        network.labels().get(index),
                        Math.scalb((double) logits[index], exponent)))
                .toList();
        return String.join(", ", texts);
    }
}
