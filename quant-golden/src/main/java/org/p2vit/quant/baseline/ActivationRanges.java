// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.p2vit.quant.OrderedWork;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.calibration.statistics.CalibrationSet;
import org.p2vit.quant.model.QuantizedNarrowing;
import org.p2vit.quant.reference.FloatForward;
import org.p2vit.quant.reference.TensorTap;
import org.p2vit.quant.weights.FloatVit;

/**
 * Ranges of the activations of a float network over calibration images, and some rows of its residual streams. Gathered
 * once, they serve every {@link FakeQuantVit}.
 */
public final class ActivationRanges {
    /** Tensors that the residual stream consists of: each channel has a factor of its own. */
    static final Set<String> STREAMS = Set.of("patch_embed", "proj", "fc2");
    /** Tensors with one scale. */
    static final Set<String> WHOLE = Set.of(
            "input",
            "ln1",
            "q",
            "k",
            "v",
            "attn_logits",
            "attn_probs",
            "attn_out",
            "proj_branch",
            "ln2",
            "gelu",
            "fc2_branch",
            "norm",
            QuantizedNarrowing.NAME);

    private static final int ROWS_PER_IMAGE = 8;

    private final Map<String, Range> ranges = new HashMap<>();
    private final Map<String, List<float[]>> rows = new HashMap<>();

    private ActivationRanges() {}

    /** Runs the float network over all images; the result does not depend on the threads. */
    public static ActivationRanges of(FloatVit vit, CalibrationSet images, int threads, ProgressListener progress) {
        FloatForward forward = new FloatForward(vit);
        ActivationRanges all = new ActivationRanges();
        OrderedWork.run(
                threads,
                images.size(),
                image -> {
                    ActivationRanges own = new ActivationRanges();
                    forward.logits(images.patches(image), own.tap());
                    return own;
                },
                (image, own) -> {
                    all.merge(own);
                    progress.at("ranges for float scales", image + 1L, images.size());
                });
        return all;
    }

    private TensorTap tap() {
        return (name, data, count, columns) -> {
            String kind = kind(name);
            if (STREAMS.contains(kind)) {
                List<float[]> some = rows.computeIfAbsent(name, key -> new ArrayList<>());
                for (int i = 0; i < ROWS_PER_IMAGE; i++) {
                    int row = i * count / ROWS_PER_IMAGE;
                    some.add(Arrays.copyOfRange(data, row * columns, (row + 1) * columns));
                }
            }
            if (STREAMS.contains(kind) || WHOLE.contains(kind)) {
                ranges.put(name, Range.of(data));
            }
        };
    }

    private void merge(ActivationRanges other) {
        other.ranges.forEach((name, range) -> ranges.merge(name, range, Range::with));
        other.rows.forEach((name, more) ->
                rows.computeIfAbsent(name, key -> new ArrayList<>()).addAll(more));
    }

    Range range(String tensor) {
        return ranges.get(tensor);
    }

    List<float[]> rows(String tensor) {
        return rows.get(tensor);
    }

    /** Name of a tensor without its block. */
    static String kind(String tensor) {
        return tensor.substring(tensor.lastIndexOf('.') + 1);
    }
}
