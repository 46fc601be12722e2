// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.workload;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.bundle.BundleCache;
import org.p2vit.quant.calibration.Quantizer;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.statistics.CalibrationSet;
import org.p2vit.quant.demo.GlyphCheckpoint;
import org.p2vit.quant.demo.GlyphImage;
import org.p2vit.quant.demo.GlyphSet;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.storage.ContentKey;
import org.p2vit.quant.weights.FloatVit;

/** The network that comes with the project, and the pictures it reads. */
public final class GlyphDemo {
    /** What people call it. */
    public static final String NAME = "demo";

    /** Three of each class. */
    private static final int CALIBRATION_IMAGES = 108;

    private static final int EVALUATION_IMAGES = 200;

    private static final Set<Long> SEEN =
            new TreeSet<>(List.of(GlyphSet.TRAINING_SEED, GlyphSet.VALIDATION_SEED, GlyphSet.CALIBRATION_SEED));

    private final FloatVit vit = GlyphCheckpoint.read();
    private final ImagePreprocessor preprocessor = ImagePreprocessor.of(vit.shape(), vit.metadata());
    private final AttentionCoding attention;

    public GlyphDemo(AttentionCoding attention) {
        this.attention = attention;
    }

    /** The float network. */
    public FloatVit reference() {
        return vit;
    }

    /** Quantizes the network with pictures of its own, or takes it from the cache. */
    public QuantizedVit network(BundleCache cache, ProgressListener progress) {
        // The weights are part of the code that the key names.
        String key = new ContentKey(Quantizer.class)
                .text(NAME)
                .text(attention.label())
                .digits();
        QuantizerOptions options = QuantizerOptions.DEFAULT.withAttention(attention);
        return cache.obtain(key, () -> Quantizer.quantize(vit, calibration(), options, progress))
                .network();
    }

    /**
     * The network, and pictures that are rendered for it.
     *
     * @param seed of the pictures
     * @param count pictures to simulate
     */
    public Workload workload(BundleCache cache, long seed, int count, ProgressListener progress) {
        List<InputImage> pictures = fresh(seed, count);
        return new Workload(
                NAME,
                network(cache, progress),
                Optional.of(vit),
                pictures,
                fresh(seed, EVALUATION_IMAGES),
                preprocessor.report());
    }

    /** @throws InvalidInputException if the seed is one of those that made the network */
    public static void requireFresh(long seed) {
        if (SEEN.contains(seed)) {
            throw new InvalidInputException(
                    "seed " + seed + " renders pictures that the demo was made with; take another than "
                            + SEEN.stream().sorted().toList());
        }
    }

    /** Freshly rendered pictures. */
    private List<InputImage> fresh(long seed, int count) {
        requireFresh(seed);
        return render(seed, count);
    }

    private CalibrationSet calibration() {
        List<InputImage> pictures = render(GlyphSet.CALIBRATION_SEED, CALIBRATION_IMAGES);
        return CalibrationSet.ofPatches(
                preprocessor, pictures.stream().map(InputImage::patches).toList());
    }

    private List<InputImage> render(long seed, int count) {
        GlyphSet set = new GlyphSet(seed, count);
        return IntStream.range(0, count)
                .mapToObj(index ->
                        picture(String.format(Locale.ROOT, "glyph %d of seed %d", index, seed), set.image(index)))
                .toList();
    }

    private InputImage picture(String name, GlyphImage glyph) {
        return new InputImage(name, OptionalInt.of(glyph.label()), preprocessor.patches(glyph.pixels()));
    }
}
