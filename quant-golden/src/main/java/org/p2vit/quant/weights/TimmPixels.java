// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.p2vit.quant.model.PreprocessWords;
import org.p2vit.quant.model.ResizeFilter;

/**
 * timm's {@code config.json}: {@code pretrained_cfg}, or in older files the same keys at the top. The shorter side is scaled to
 * {@code floor(size / crop_pct)}, then the centre is cropped; with {@code crop_mode} squash both sides are scaled so. What the file
 * leaves out is as {@code timm.data.resolve_data_config} has it. {@code input_size} is compared with the network elsewhere.
 */
final class TimmPixels {
    static final String FILE = "config.json";

    /** Keys of {@code pretrained_cfg} that change no pixel, with the reason. */
    static final Map<String, Set<String>> HARMLESS = Map.of(
            "where the weights come from",
            Set.of("url", "file", "state_dict", "hf_hub_id", "hf_hub_filename", "source", "custom_load", "tag"),
            "who made them",
            Set.of("origin_url", "paper_name", "paper_ids", "license", "notes", "description"),
            "the network, which its tensors and other keys describe",
            Set.of(
                    "architecture",
                    "num_classes",
                    "label_offset",
                    "label_names",
                    "label_descriptions",
                    "pool_size",
                    "first_conv",
                    "classifier",
                    "input_size"),
            "whether timm lets the size be changed; here the network's own counts",
            Set.of("fixed_input_size", "min_input_size"),
            "a second way to test, which timm takes only when it is asked to",
            Set.of("test_input_size", "test_crop_pct"));

    private static final Set<String> PIXEL_KEYS = Set.of("mean", "std", "crop_pct", "crop_mode", "interpolation");
    private static final double USUAL_SHARE = 0.875;

    private final PixelKeys keys;
    private final List<String> assumed = new ArrayList<>();

    private TimmPixels(PixelKeys keys) {
        this.keys = keys;
    }

    /** @return nothing if the file is not timm's or says nothing about images */
    static Optional<PixelStatement> read(PixelKeys root) {
        if (root.has("pretrained_cfg")) {
            PixelKeys nested = root.inside("pretrained_cfg");
            refuseUnknown(nested);
            return Optional.of(new TimmPixels(nested).statement());
        }
        return PIXEL_KEYS.stream().anyMatch(root::has)
                ? Optional.of(new TimmPixels(root).statement())
                : Optional.empty();
    }

    private static void refuseUnknown(PixelKeys keys) {
        for (String key : keys.stated()) {
            if (!PIXEL_KEYS.contains(key) && HARMLESS.values().stream().noneMatch(harmless -> harmless.contains(key))) {
                throw keys.wrong(key, "this key is not known and may change pixels; remove it if it does not");
            }
        }
    }

    private PixelStatement statement() {
        Optional<PixelStatement.Statistics> statistics = keys.has("mean") || keys.has("std")
                ? Optional.of(keys.normalization("mean", "std", 1))
                : Optional.empty();
        return new PixelStatement(keys.file(), Optional.of(preprocess()), statistics, assumed);
    }

    private String preprocess() {
        String mode = keys.text("crop_mode").orElse("center");
        if (!mode.equals("center") && !mode.equals("squash")) {
            throw keys.wrong("crop_mode", "only \"center\" and \"squash\" are supported");
        }
        if (!keys.has("interpolation")) {
            assumed.add("interpolation bicubic");
        }
        String name = keys.text("interpolation").orElse("bicubic");
        ResizeFilter filter = ResizeFilter.ofLabel(name)
                .orElseThrow(() -> keys.wrong("interpolation", "known are " + ResizeFilter.labels(", ")));
        if (!keys.has("crop_pct")) {
            assumed.add("crop_pct " + USUAL_SHARE);
        }
        double share = keys.positive("crop_pct", USUAL_SHARE);
        if (share > 1 || share < PreprocessWords.MIN_SHARE) {
            throw keys.wrong("crop_pct", "a share from " + PreprocessWords.MIN_SHARE + " to 1 is expected");
        }
        return (mode.equals("squash") ? PreprocessWords.SQUASH : PreprocessWords.CROP_PCT) + share + ":"
                + filter.label();
    }
}
