// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.p2vit.quant.calibration.TrainedModel;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.model.LayerKind;

/**
 * All that a search for mixed precision is made from; see {@link SearchReporter}.
 *
 * @param images of which some are held out from calibration to measure on, two at least
 * @param leftOut files of their folder that are no images, by kind
 * @param options before the search, with 8-bit weights
 * @param bitTable where the table of bits is written
 */
public record SearchRequest(
        TrainedModel trained,
        List<Path> images,
        Map<String, Integer> leftOut,
        QuantizerOptions options,
        SearchOptions search,
        Target target,
        Path bitTable) {
    public SearchRequest {
        images = List.copyOf(images);
    }

    /**
     * What the budget is of.
     *
     * @param label a few words
     * @param whole counts a network's cost as a whole, where {@code cost} is put together from parts
     */
    public record Target(String label, Cost cost, Optional<ToLongFunction<Map<String, LayerKind>>> whole) {}
}
