// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.config.ConfigObject;
import org.p2vit.quant.model.InputCoding;
import org.p2vit.quant.model.Preprocess;
import tools.jackson.databind.JsonNode;

/** The keys of a JSON object that says how images are prepared. */
record PixelKeys(ConfigObject object) {
    /** Sides in pixels. */
    record Sides(int height, int width) {}

    Path file() {
        return object.file();
    }

    JsonNode node() {
        return object.node();
    }

    PixelKeys inside(String key) {
        return new PixelKeys(object.object(key));
    }

    boolean has(String key) {
        return object.has(key);
    }

    List<String> stated() {
        return object.keys();
    }

    InvalidInputException wrong(String key, String expected) {
        return object.wrong(key, expected);
    }

    boolean flag(String key, boolean otherwise) {
        return object.flag(key).orElse(otherwise);
    }

    Optional<String> text(String key) {
        return object.text(key);
    }

    double positive(String key, double otherwise) {
        return object.positive(key).orElse(otherwise);
    }

    /** One number for all channels or a list of one for each. */
    List<Double> statistics(String key) {
        JsonNode value = node().path(key);
        List<JsonNode> entries = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(entries::add);
        } else {
            entries.add(value);
        }
        if (entries.isEmpty() || !entries.stream().allMatch(JsonNode::isNumber)) {
            throw wrong(key, "a number for each channel is expected");
        }
        return entries.stream().map(JsonNode::asDouble).toList();
    }

    /**
     * Mean and deviation of pixels in 0 … 1.
     *
     * @param scale what samples of 0 … 1 are multiplied by before the mean of the file is subtracted
     * @throws InvalidInputException if one of the two is missing, or a value is out of bounds
     */
    PixelStatement.Statistics normalization(String meanKey, String stdKey, double scale) {
        if (!has(meanKey) || !has(stdKey)) {
            throw wrong(
                    has(meanKey) ? meanKey : stdKey,
                    "\"" + object.inside() + (has(meanKey) ? stdKey : meanKey) + "\" is missing beside it");
        }
        List<Double> means = statistics(meanKey);
        List<Double> deviations = statistics(stdKey);
        if (means.size() != deviations.size()) {
            throw wrong(
                    meanKey,
                    "\"" + object.inside() + stdKey + "\" has " + deviations.size() + " values instead of "
                            + means.size());
        }
        String words =
                object.says(meanKey) + " and \"" + object.inside() + stdKey + "\": " + node().path(stdKey) + ", which";
        PixelStatement.Statistics folded = PixelStatement.Statistics.of(means, deviations, scale);
        for (int i = 0; i < means.size(); i++) {
            InputCoding.requireStatistics(
                    words, folded.mean().get(i), folded.std().get(i));
        }
        return folded;
    }

    int side(String key, JsonNode value) {
        boolean fits = value.isIntegralNumber() && value.canConvertToInt();
        if (!fits || value.intValue() < 1 || value.intValue() > Preprocess.MAX_SIDE) {
            throw wrong(key, "sides are whole numbers from 1 to " + Preprocess.MAX_SIDE);
        }
        return value.intValue();
    }

    /** {@code [height, width]}, {@code {"height": …, "width": …}} or one number for both. */
    Sides sides(String key) {
        JsonNode value = node().path(key);
        if (value.isIntegralNumber()) {
            return new Sides(side(key, value), side(key, value));
        }
        if (value.isArray() && value.size() == 2) {
            return new Sides(side(key, value.get(0)), side(key, value.get(1)));
        }
        if (value.isObject() && value.size() == 2 && value.has("height") && value.has("width")) {
            return new Sides(side(key, value.get("height")), side(key, value.get("width")));
        }
        throw wrong(key, "one side, [height, width] or {\"height\": …, \"width\": …} is expected");
    }
}
