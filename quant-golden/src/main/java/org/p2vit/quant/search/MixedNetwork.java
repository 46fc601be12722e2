// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.p2vit.quant.model.QuantizedAttention;
import org.p2vit.quant.model.QuantizedBlock;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.spec.NumericContract;

/** Forms of one 8-bit network in which some layers are replaced by their {@link Int4Layer}. */
final class MixedNetwork {
    private final QuantizedVit wide;
    private final MeanCodes means;
    private final Map<String, QuantizedLinear> int4 = new ConcurrentHashMap<>();

    MixedNetwork(QuantizedVit wide, MeanCodes means) {
        this.wide = wide;
        this.means = means;
    }

    /** @param names layers that get 4-bit weights */
    QuantizedVit with(Set<String> names) {
        List<QuantizedBlock> blocks = new ArrayList<>();
        for (int n = 0; n < wide.blocks().size(); n++) {
            blocks.add(block(wide.blocks().get(n), "blocks." + n + ".", names));
        }
        return wide.with(blocks, wide.exponents());
    }

    private QuantizedBlock block(QuantizedBlock block, String at, Set<String> names) {
        QuantizedAttention attention = block.attention();
        return new QuantizedBlock(
                block.norm1(),
                new QuantizedAttention(
                        layer(at + "q", attention.query(), names),
                        layer(at + "k", attention.key(), names),
                        layer(at + "v", attention.value(), names),
                        attention.logitShift(),
                        attention.softmaxShift(),
                        attention.valueShift()),
                layer(at + "proj", block.projection(), names),
                block.norm2(),
                layer(at + "fc1", block.fc1(), names),
                block.gelu(),
                layer(at + "fc2", block.fc2(), names));
    }

    private QuantizedLinear layer(String name, QuantizedLinear layer, Set<String> names) {
        // Rows of fc2's input have exponents, contract §2.
        int leastShift = name.endsWith(".fc2") ? NumericContract.MAX_ROW_EXPONENT : 0;
        return names.contains(name)
                ? int4.computeIfAbsent(name, key -> Int4Layer.of(layer, means.of(name), leastShift))
                : layer;
    }
}
