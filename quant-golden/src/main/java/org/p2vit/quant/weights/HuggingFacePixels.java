// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.Crop;
import org.p2vit.quant.model.Preprocess;
import org.p2vit.quant.model.PreprocessWords;
import org.p2vit.quant.model.Resize;
import org.p2vit.quant.model.ResizeFilter;
import tools.jackson.databind.JsonNode;

/**
 * Hugging Face's {@code preprocessor_config.json}: every key that changes pixels is honoured or refused, those of {@link #HARMLESS}
 * are passed over for the reason given there. Which processor it is decides what a plain number as {@code size} means and what
 * applies where the file is silent ({@link ProcessorKind}).
 */
final class HuggingFacePixels {
    static final String FILE = "preprocessor_config.json";

    /** Keys that change nothing, with the reason. */
    static final Map<String, Set<String>> HARMLESS = Map.of(
            "names of programs and versions",
            Set.of(
                    "processor_class",
                    "_processor_class",
                    "_auto_class",
                    "name_or_path",
                    "_name_or_path",
                    "transformers_version",
                    "model_input_names",
                    "_valid_processor_keys"),
            "the layout of tensors in memory, where they are and in which batches",
            Set.of("data_format", "input_data_format", "return_tensors", "device", "disable_grouping"),
            "images are read as RGB, which is all that it asks for",
            Set.of("do_convert_rgb"),
            "labels of segmentation, which classification has not",
            Set.of("reduce_labels", "do_reduce_labels"));

    private static final List<String> SIZE_KEYS =
            List.of("size", "resample", "do_resize", "do_center_crop", "crop_size", "crop_pct", "default_to_square");
    private static final Set<String> OTHER_KEYS = Set.of(
            "image_processor_type",
            "feature_extractor_type",
            "image_mean",
            "image_std",
            "do_normalize",
            "do_rescale",
            "rescale_factor");

    /** ConvNext crops below this size and distorts from it on. */
    private static final int CONVNEXT_WHOLE = 384;

    private static final double CONVNEXT_SHARE = 224.0 / 256;
    private static final double LEVELS = 255;

    private final PixelKeys keys;
    private final Optional<ProcessorKind> stated;
    private final ProcessorKind kind;
    private final List<String> assumed = new ArrayList<>();

    private HuggingFacePixels(PixelKeys keys) {
        this.keys = keys;
        this.stated = ProcessorKind.of(keys);
        this.kind = stated.orElse(ProcessorKind.VIT);
    }

    /** @throws InvalidInputException naming file, key and value of what cannot be honoured */
    static PixelStatement read(PixelKeys keys) {
        HuggingFacePixels pixels = new HuggingFacePixels(keys);
        pixels.refuseUnknown();
        Optional<PixelStatement.Statistics> statistics = pixels.statistics();
        return new PixelStatement(keys.file(), pixels.preprocess(), statistics, pixels.assumed);
    }

    private void refuseUnknown() {
        for (String key : keys.stated()) {
            boolean known = SIZE_KEYS.contains(key)
                    || OTHER_KEYS.contains(key)
                    || HARMLESS.values().stream().anyMatch(harmless -> harmless.contains(key));
            boolean off = key.startsWith("do_") && !keys.flag(key, false);
            if (!known && !off) {
                throw keys.wrong(key, "this key is not known and may change pixels; remove it if it does not");
            }
        }
    }

    private Optional<PixelStatement.Statistics> statistics() {
        double scale = keys.flag("do_rescale", true) ? LEVELS * keys.positive("rescale_factor", 1 / LEVELS) : LEVELS;
        if (!keys.flag("do_normalize", true)) {
            PixelStatement.Statistics none = PixelStatement.Statistics.of(List.of(0.0), List.of(1.0), scale);
            return Optional.of(none);
        }
        if (keys.has("image_mean") || keys.has("image_std")) {
            return Optional.of(keys.normalization("image_mean", "image_std", scale));
        }
        boolean silent = stated.isEmpty() && !keys.has("do_normalize");
        if (silent && scale == LEVELS * (1 / LEVELS)) {
            return Optional.empty();
        }
        PixelStatement.Statistics usual = kind.statistics();
        assume("image_mean " + usual.mean() + " and image_std " + usual.std());
        return Optional.of(PixelStatement.Statistics.of(usual.mean(), usual.std(), scale));
    }

    private Optional<String> preprocess() {
        if (stated.isEmpty() && SIZE_KEYS.stream().noneMatch(keys::has)) {
            return Optional.empty();
        }
        if (stated.isEmpty()) {
            assume("image_processor_type " + kind.type());
        }
        if (keys.has("crop_pct") && kind != ProcessorKind.CONVNEXT) {
            throw keys.wrong("crop_pct", "it is a key of ConvNextImageProcessor, not of " + kind.type());
        }
        boolean resizes = keys.flag("do_resize", true);
        boolean crops = keys.flag("do_center_crop", kind.crops());
        if (!resizes && !crops) {
            return Optional.of(PreprocessWords.SIZE);
        }
        try {
            Optional<Resize> resize = resizes ? Optional.of(resize()) : Optional.empty();
            return Optional.of(steps(resize, crops).text());
        } catch (InvalidInputException e) {
            throw e.getMessage().startsWith(keys.file().toString())
                    ? e
                    : new InvalidInputException(keys.file() + ": " + e.getMessage(), e);
        }
    }

    private Preprocess steps(Optional<Resize> resize, boolean crops) {
        if (crops) {
            if (!keys.has("crop_size")) {
                assume("crop_size 224");
            }
            PixelKeys.Sides cut = keys.has("crop_size") ? keys.sides("crop_size") : new PixelKeys.Sides(224, 224);
            return new Preprocess(false, resize, Crop.CENTRE_FLOOR, cut.height(), cut.width());
        }
        Resize scaled = resize.orElseThrow();
        if (kind == ProcessorKind.CONVNEXT && scaled.keepsProportions()) {
            return convNext(scaled);
        }
        if (scaled.keepsProportions()) {
            throw new InvalidInputException(keys.file() + " scales the shorter side to " + scaled.height()
                    + " and crops nothing, so images differ in size; set \"do_center_crop\" and \"crop_size\".");
        }
        return new Preprocess(false, resize, Crop.NONE, scaled.height(), scaled.width());
    }

    private Preprocess convNext(Resize scaled) {
        int side = scaled.height();
        if (side >= CONVNEXT_WHOLE) {
            Resize whole = Resize.exact(side, side, scaled.filter());
            return new Preprocess(false, Optional.of(whole), Crop.NONE, side, side);
        }
        if (!keys.has("crop_pct")) {
            assume("crop_pct " + CONVNEXT_SHARE);
        }
        double share = keys.positive("crop_pct", CONVNEXT_SHARE);
        if (share > 1) {
            throw keys.wrong("crop_pct", "it must not be above 1");
        }
        Resize larger = Resize.shorter((int) Math.min(side / share, Integer.MAX_VALUE), scaled.filter());
        return new Preprocess(false, Optional.of(larger), Crop.CENTRE_FLOOR, side, side);
    }

    private Resize resize() {
        ResizeFilter filter = filter();
        if (!keys.has("size")) {
            assume("size " + kind.size());
            return kind.keepsProportions()
                    ? Resize.shorter(kind.size(), filter)
                    : Resize.exact(kind.size(), kind.size(), filter);
        }
        JsonNode size = keys.node().get("size");
        boolean shorter = !keys.flag("default_to_square", !kind.keepsProportions());
        if (size.isIntegralNumber() && shorter) {
            return Resize.shorter(keys.side("size", size), filter);
        }
        if (size.isObject() && size.size() == 1 && size.has("shortest_edge")) {
            return Resize.shorter(keys.side("size", size.get("shortest_edge")), filter);
        }
        if (size.isObject() && !(size.size() == 2 && size.has("height") && size.has("width"))) {
            throw keys.wrong("size", "{\"height\": …, \"width\": …} or {\"shortest_edge\": …} is expected");
        }
        PixelKeys.Sides sides = keys.sides("size");
        if (size.isArray() && sides.height() != sides.width()) {
            throw keys.wrong(
                    "size", "write {\"height\": …, \"width\": …}, as versions differ in which of two is first");
        }
        return Resize.exact(sides.height(), sides.width(), filter);
    }

    private ResizeFilter filter() {
        if (!keys.has("resample")) {
            assume("resample " + kind.filter().label());
            return kind.filter();
        }
        JsonNode number = keys.node().get("resample");
        Optional<ResizeFilter> filter = number.isIntegralNumber() && number.canConvertToInt()
                ? ResizeFilter.ofPillowNumber(number.intValue())
                : Optional.empty();
        return filter.orElseThrow(() -> keys.wrong(
                "resample",
                "Pillow's filters are 0 (nearest), 1 (lanczos), 2 (bilinear), 3 (bicubic), 4 (box) and 5 (hamming)"));
    }

    private void assume(String what) {
        assumed.add(what);
    }
}
