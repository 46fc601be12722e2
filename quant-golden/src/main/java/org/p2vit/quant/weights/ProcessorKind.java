// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.p2vit.quant.model.ResizeFilter;

/** Image processors of Hugging Face and what they do where their file is silent, by their sources in version 4.40. */
enum ProcessorKind {
    VIT("ViT", 224, false, ResizeFilter.BILINEAR, false, PixelDefaults.HALF),
    DEIT("DeiT", 256, false, ResizeFilter.BICUBIC, true, PixelDefaults.HALF),
    BEIT("Beit", 256, false, ResizeFilter.BICUBIC, true, PixelDefaults.HALF),
    CONVNEXT("ConvNext", 384, true, ResizeFilter.BILINEAR, false, PixelDefaults.HALF),
    CLIP("CLIP", 224, true, ResizeFilter.BICUBIC, true, PixelDefaults.CLIP),
    BIT("Bit", 224, true, ResizeFilter.BICUBIC, true, PixelDefaults.CLIP);

    /** Statistics of data sets that processors take by default. */
    private static final class PixelDefaults {
        private static final PixelStatement.Statistics HALF =
                new PixelStatement.Statistics(List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5));
        private static final PixelStatement.Statistics CLIP = new PixelStatement.Statistics(
                List.of(0.48145466, 0.4578275, 0.40821073), List.of(0.26862954, 0.26130258, 0.27577711));
    }

    private static final List<String> TYPE_KEYS = List.of("image_processor_type", "feature_extractor_type");
    private static final String SUFFIXES = "(imageprocessor(fast)?|featureextractor)";

    private final String label;
    private final int size;
    private final boolean keepsProportions;
    private final ResizeFilter filter;
    private final boolean crops;
    private final PixelStatement.Statistics statistics;

    ProcessorKind(
            String label,
            int size,
            boolean keepsProportions,
            ResizeFilter filter,
            boolean crops,
            PixelStatement.Statistics statistics) {
        this.label = label;
        this.size = size;
        this.keepsProportions = keepsProportions;
        this.filter = filter;
        this.crops = crops;
        this.statistics = statistics;
    }

    /**
     * The kind that a file names, if it names one.
     *
     * @throws org.p2vit.quant.InvalidInputException if it is not known, or two different ones are named
     */
    static Optional<ProcessorKind> of(PixelKeys keys) {
        Optional<ProcessorKind> found = Optional.empty();
        for (String key : TYPE_KEYS) {
            Optional<String> type = keys.text(key);
            if (type.isPresent()) {
                ProcessorKind kind = named(type.get())
                        .orElseThrow(() -> keys.wrong(
                                key,
                                "what it does is not known, only "
                                        + Arrays.stream(values())
                                                .map(ProcessorKind::type)
                                                .collect(Collectors.joining(", "))
                                        + " and their older names are"));
                if (found.isPresent() && found.get() != kind) {
                    throw keys.wrong(key, "\"" + TYPE_KEYS.get(0) + "\" names another");
                }
                found = Optional.of(kind);
            }
        }
        return found;
    }

    private static Optional<ProcessorKind> named(String type) {
        String name = type.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(kind -> name.matches(kind.label.toLowerCase(Locale.ROOT) + SUFFIXES))
                .findFirst();
    }

    String type() {
        return label + "ImageProcessor";
    }

    /** Side, or the shorter side, that an image is scaled to. */
    int size() {
        return size;
    }

    /** Whether one number as the size is the shorter side. */
    boolean keepsProportions() {
        return keepsProportions;
    }

    ResizeFilter filter() {
        return filter;
    }

    boolean crops() {
        return crops;
    }

    PixelStatement.Statistics statistics() {
        return statistics;
    }
}
