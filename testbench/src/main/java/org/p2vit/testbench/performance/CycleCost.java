// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.performance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.estimate.CycleModel;
import org.p2vit.hw.estimate.LayerEstimate;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.hw.estimate.Prediction;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.LayerKind;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.search.BlockLayer;
import org.p2vit.quant.search.Cost;

/**
 * Estimated cycles of one inference on a configuration, by the kinds of layers. No configuration has a
 * sparse array: a sparse layer costs what a dense one with the same bits does, for its zeros are stored and multiplied. A search asks thousands of times, so the
 * network's cost is put together from its blocks', each that of the middle one of three equal blocks. It is never below the sum of
 * these: where a further 4-bit layer would cost cycles, the costlier counts. {@link #cycles} says exactly.
 */
public final class CycleCost implements Cost {
    private static final int BLOCKS = 3;
    private static final String MIDDLE = "blocks.1.";
    /** So that of two choices with the same cycles the one with fewer bytes costs less. */
    private static final double CYCLES_PER_WEIGHT = 1e-6;

    private final VitShape shape;
    private final AcceleratorConfig config;
    private final AttentionCoding coding;
    private final MemoryTiming memory;
    private final Map<Set<String>, Double> measured = new HashMap<>();
    private final Map<Set<String>, Double> blocks = new HashMap<>();
    private final List<BlockLayer> layers;
    private final double outside;

    /** @param coding of the attention weights; the configuration must be of its kind */
    public CycleCost(VitShape shape, AttentionCoding coding, AcceleratorConfig config, MemoryTiming memory) {
        this.shape = shape;
        this.config = config;
        this.coding = coding;
        this.memory = memory;
        this.layers = BlockLayer.of(shape);
        this.outside = cycles(Set.of()) - shape.depth() * measured(Set.of());
    }

    @Override
    public double of(Map<String, LayerKind> kinds) {
        return of(int4(kinds));
    }

    /** Estimated cycles of the whole network. */
    public long cycles(Map<String, LayerKind> kinds) {
        return cycles(int4(kinds));
    }

    /** Sparse ones included. */
    private static Set<String> int4(Map<String, LayerKind> kinds) {
        return kinds.keySet().stream()
                .filter(layer -> kinds.get(layer).weightBits() == 4)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private double of(Set<String> int4) {
        double cycles = outside;
        for (int n = 0; n < shape.depth(); n++) {
            cycles += atMost(inBlock(n, int4));
        }
        long weights = layers.stream()
                .filter(layer -> int4.contains(layer.name()))
                .mapToLong(BlockLayer::weights)
                .sum();
        return cycles - CYCLES_PER_WEIGHT * weights;
    }

    private long cycles(Set<String> int4) {
        return predict(shape, int4).cycles();
    }

    /** Layers of block {@code n} without its name. */
    private static Set<String> inBlock(int n, Set<String> int4) {
        String block = "blocks." + n + ".";
        Set<String> names = new TreeSet<>();
        int4.stream()
                .filter(layer -> layer.startsWith(block))
                .forEach(layer -> names.add(layer.substring(block.length())));
        return names;
    }

    /** The most cycles of a block with these or more layers of 4 bits, which falls with every layer. */
    private double atMost(Set<String> int4) {
        Double known = blocks.get(int4);
        if (known != null) {
            return known;
        }
        double most = measured(int4);
        for (BlockLayer layer : layers) {
            String name = layer.name().substring(layer.name().lastIndexOf('.') + 1);
            if (layer.name().startsWith("blocks.0.") && !int4.contains(name)) {
                Set<String> more = new TreeSet<>(int4);
                more.add(name);
                most = Math.max(most, atMost(more));
            }
        }
        blocks.put(int4, most);
        return most;
    }

    private double measured(Set<String> int4) {
        return measured.computeIfAbsent(int4, names -> {
            Set<String> all = new TreeSet<>();
            for (int n = 0; n < BLOCKS; n++) {
                String block = "blocks." + n + ".";
                names.forEach(name -> all.add(block + name));
            }
            return predict(withDepth(shape), all).layers().stream()
                    .filter(layer -> layer.layer().startsWith(MIDDLE))
                    .mapToDouble(LayerEstimate::cycles)
                    .sum();
        });
    }

    private static VitShape withDepth(VitShape shape) {
        return shape.withDepth(BLOCKS);
    }

    /** The values of weights do not matter to the schedule. */
    private Prediction predict(VitShape network, Set<String> int4) {
        return CycleModel.predict(
                NetworkCompiler.compile(
                        RandomQuantizedVit.of(network, layer -> int4.contains(layer) ? 4 : 8, coding, 1), config),
                config,
                memory);
    }
}
