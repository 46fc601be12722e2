// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.explore;

import java.io.Serializable;
import java.util.List;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.config.BoardFit;
import org.p2vit.hw.estimate.CycleModel;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.hw.estimate.Prediction;
import org.p2vit.hw.estimate.ResourceEstimate;
import org.p2vit.hw.estimate.Speed;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.QuantizedVit;

/**
 * A configuration and what it costs.
 *
 * @param name T×W×R
 * @param cycles of one inference, by the cycle model
 * @param arrayBusy share of cycles in which the array works
 * @param bytesPerCycle from DRAM
 * @param speed at the configuration's clock
 * @param resources of the whole machine
 * @param fit whether the configuration's board should carry it; null without a board
 */
public record DesignPoint(
        String name,
        ArrayConfig array,
        int multipliers,
        long cycles,
        double arrayBusy,
        double bytesPerCycle,
        Speed speed,
        ResourceEstimate resources,
        BoardFit fit)
        implements Serializable {
    private static final double SAME_CYCLES = 0.995;

    /** Compiles and replays {@code network} on a configuration. */
    public static DesignPoint of(QuantizedVit network, AcceleratorConfig config, MemoryTiming memory) {
        Prediction prediction = CycleModel.predict(NetworkCompiler.compile(network, config), config, memory);
        ResourceEstimate resources = ResourceEstimate.of(config);
        return new DesignPoint(
                config.name(),
                config.array(),
                config.array().macsPerCycle(),
                prediction.cycles(),
                (double) prediction.busy().get(Unit.MATMUL) / prediction.cycles(),
                prediction.bytesPerCycle(),
                Speed.of(config.clockMhz(), prediction.cycles(), 1),
                resources,
                resources.fit(config));
    }

    /** Whether its board should carry it, if there is one. */
    public boolean fits() {
        return fit == null || fit.fits();
    }

    /**
     * Whether it fits, and none of {@code points} that fits is better in cycles, LUTs or DSPs without being worse in another; half a percent of
     * cycles is no difference.
     */
    public boolean isPareto(List<DesignPoint> points) {
        return fits() && points.stream().filter(DesignPoint::fits).noneMatch(this::isWorseThan);
    }

    private boolean isWorseThan(DesignPoint other) {
        boolean nowhereBetter = cycles >= SAME_CYCLES * other.cycles
                && resources.lut() >= other.resources.lut()
                && resources.dsp() >= other.resources.dsp();
        boolean somewhereWorse = SAME_CYCLES * cycles > other.cycles
                || resources.lut() > other.resources.lut()
                || resources.dsp() > other.resources.dsp();
        return nowhereBetter && somewhereWorse;
    }
}
