// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.compiler.TensorSlice;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.MatMulCommand;
import org.p2vit.hw.program.TransferFields;
import org.p2vit.hw.program.Unit;

/**
 * Predicts the cycles of a run from the compiled program alone. The program is the schedule: its commands are fetched through the read
 * channel that LOAD uses too, and replayed through the queues, with their semaphores and each unit's rate and latency (architecture §3), a
 * tile at a time. Of refused buffer ports NORM's reads of the residual stream and LOAD's writes are modelled; a memory's pauses count as their mean.
 */
public final class CycleModel {
    private CycleModel() {}

    /** One image. */
    public static Prediction predict(Program program, AcceleratorConfig config, DramTiming memory) {
        return predict(program, config, memory, 1);
    }

    /** A run of {@code images}: all figures are those of the whole run. */
    public static Prediction predict(Program program, AcceleratorConfig config, DramTiming memory, int images) {
        List<Command> commands = program.commands(images);
        ProgramReplay replay = new ProgramReplay(program, images, config, memory);
        long cycles = Math.round(replay.run());
        Map<Unit, Long> busy = new EnumMap<>(Unit.class);
        Map<Unit, Map<String, Long>> waits = new EnumMap<>(Unit.class);
        replay.units().forEach((unit, timeline) -> {
            busy.put(unit, Math.round(timeline.busy()));
            Map<String, Long> lost = new TreeMap<>();
            timeline.waits().forEach((what, wait) -> lost.put(what, Math.round(wait)));
            waits.put(unit, lost);
        });
        List<LayerEstimate> layers =
                layers(program, config.array(), commands, program.slices(images), replay.matMulEnds());
        long bytes = commands.stream()
                .mapToLong(command -> loadedBytes(program, command))
                .sum();
        return new Prediction(cycles, busy, waits, layers, bytes);
    }

    /** A layer's loads come before its MATMUL in the program. */
    private static List<LayerEstimate> layers(
            Program program, ArrayConfig array, List<Command> commands, List<TensorSlice> slices, List<Double> ends) {
        Map<String, LayerEstimate> layers = new LinkedHashMap<>();
        long bytes = 0;
        double before = 0;
        int matMuls = 0;
        for (int i = 0; i < commands.size(); i++) {
            Command command = commands.get(i);
            bytes += loadedBytes(program, command);
            if (command.unit() != Unit.MATMUL || !command.run()) {
                continue;
            }
            double end = ends.get(matMuls++);
            LayerEstimate part = part(array, command, slices.get(i), end - before, bytes);
            layers.merge(part.layer(), part, LayerEstimate::plus);
            before = end;
            bytes = 0;
        }
        return new ArrayList<>(layers.values());
    }

    private static LayerEstimate part(
            ArrayConfig array, Command command, TensorSlice slice, double cycles, long bytes) {
        String layer = slice.tensor().replace(TensorSlice.ACCUMULATORS, "");
        long macs = (long) slice.rows() * slice.columns() * command.get(MatMulCommand.DEPTH_WORDS) * array.word();
        int peak = array.macsPerCycle() * MatMulReplay.tilesTogether(command, array);
        return new LayerEstimate(layer, macs, peak, cycles, MatMulReplay.steps(command, array), bytes);
    }

    private static long loadedBytes(Program program, Command command) {
        if (command.unit() != Unit.LOAD || !command.run()) {
            return 0;
        }
        return (long) command.get(TransferFields.WORDS) * program.word();
    }
}
