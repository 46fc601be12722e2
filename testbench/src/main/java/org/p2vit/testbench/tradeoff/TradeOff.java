// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.tradeoff;

import java.util.List;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.estimate.CycleModel;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;

/**
 * A network on a configuration.
 *
 * @param bytes of its weights, parameters and tables as they stand in DRAM
 * @param cycles of one inference, by the cycle model
 */
public record TradeOff(MeasuredNetwork network, String config, String board, long bytes, long cycles) {
    /** The values of weights do not matter to the schedule. */
    public static TradeOff of(MeasuredNetwork network, VitShape shape, AcceleratorConfig config, MemoryTiming memory) {
        QuantizedVit drawn =
                RandomQuantizedVit.of(shape, layer -> network.int4().contains(layer) ? 4 : 8, network.attention(), 1);
        Program program = NetworkCompiler.compile(drawn, config);
        long cycles = CycleModel.predict(program, config, memory).cycles();
        return new TradeOff(network, config.name(), config.board(), program.constants().length, cycles);
    }

    /** Whether no other evaluated network on the same board is better in SQNR, cycles or bytes without being worse in another. */
    public boolean isPareto(List<TradeOff> all) {
        return network.evaluated()
                && all.stream()
                        .filter(other -> other.network.evaluated() && other.board.equals(board))
                        .noneMatch(other -> other.beats(this));
    }

    private boolean beats(TradeOff other) {
        boolean noWorse = network.sqnrDb() >= other.network.sqnrDb() && cycles <= other.cycles && bytes <= other.bytes;
        return noWorse && (network.sqnrDb() > other.network.sqnrDb() || cycles < other.cycles || bytes < other.bytes);
    }
}
