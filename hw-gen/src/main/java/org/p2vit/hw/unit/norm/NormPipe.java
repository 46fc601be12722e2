// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.norm;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.buffer.BufferTable;
import org.p2vit.hw.cell.ValidPipeline;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.port.ReadPort;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * Normalises a word of a row per cycle: W lanes with common scalars. {@code values} comes {@link #VALUES_LATENCY} cycles after
 * {@code valid} and the scalars, the parameters are asked for when their stage is near, the result follows after {@link #LATENCY} cycles.
 */
final class NormPipe extends HwModule {
    static final int VALUES_LATENCY = 2;
    static final int LATENCY = VALUES_LATENCY + NormLane.STAGES;

    /** Lanes that share valid bits and shifts. */
    private static final int PART = 8;

    /** Banks of a parameter group (architecture §4). */
    static final int PARAMETER_BANKS = BufferTable.PARAMETER_BANKS;

    /** Parameters are held in a register before the stage that uses them. */
    private static final int PARAMETERS_ASKED = VALUES_LATENCY + NormLane.GAIN_STAGE - 1 - ReadPort.LATENCY;

    final Bool valid = in(bool());
    final ScaleFactors factors = in(new ScaleFactors());
    final UInt channels = in(uint(RowScale.CHANNEL_BITS));
    final UInt shift = in(uint(5));
    final UInt parameterAddress = in(uint(16));
    final Bits values;

    final Bool parametersRead = out(bool());
    final UInt parametersReadAddress = out(uint(16));
    final List<Bits> parameters;

    final Bool resultValid = out(bool());
    final Bits result;
    final Bool moving = out(bool());

    NormPipe(int word) {
        values = in(bits(RowStatistics.SCALED_BITS * word));
        parameters = list(PARAMETER_BANKS, bank -> in(bits(8 * word)));
        result = out(bits(8 * word));

        ValidPipeline stages = named("valid", new ValidPipeline(valid, LATENCY));
        assign(parametersRead, stages.at(PARAMETERS_ASKED));
        assign(parametersReadAddress, delay("parameterAddress", parameterAddress, PARAMETERS_ASKED));
        int parametersHere = PARAMETERS_ASKED + ReadPort.LATENCY;

        UInt channelsLate = delay("channels", channels, VALUES_LATENCY + NormLane.CHANNELS_STAGE);
        var sumLate = delay("negativeSum", factors.negativeSum, VALUES_LATENCY + NormLane.SUM_STAGE);
        UInt rootLate = delay("root", factors.root, VALUES_LATENCY + NormLane.ROOT_STAGE);
        UInt downShiftSoon = delay("downShift", factors.downShift, VALUES_LATENCY + NormLane.DOWN_SHIFT_STAGE - 1);
        UInt shiftSoon = delay("shift", shift, VALUES_LATENCY + NormLane.SHIFT_STAGE - 1);
        List<ValidPipeline> parts = list(parts(word), part -> stages.copy("valid_part_" + part));
        List<UInt> downShifts =
                list(parts(word), part -> named("downShift_part_" + part, apart(regNext(downShiftSoon))));
        List<UInt> shifts = list(parts(word), part -> named("shift_part_" + part, apart(regNext(shiftSoon))));
        List<NormLane> lanes = new ArrayList<>();
        for (int channel = 0; channel < word; channel++) {
            NormLane lane = named("lane_" + channel, inst(new NormLane()));
            int part = channel / PART;
            Bits gain = named("gain_" + channel, parts.get(part).hold(parameter(channel, 0, 2), parametersHere));
            Bits offset = named("offset_" + channel, parts.get(part).hold(parameter(channel, 2, 4), parametersHere));
            parts.get(part).enable(lane.advance, VALUES_LATENCY);
            assign(lane.value, asSInt(word(values, channel, RowStatistics.SCALED_BITS)));
            assign(lane.channels, channelsLate);
            assign(lane.negativeSum, sumLate);
            assign(lane.root, rootLate);
            assign(lane.downShift, downShifts.get(part));
            assign(lane.gain, asSInt(gain));
            assign(lane.offset, asSInt(delay("offset_" + channel, offset, 1)));
            assign(lane.shift, shifts.get(part));
            lanes.add(lane);
        }
        assign(result, pack(lanes.stream().map(lane -> lane.result).toList()));
        assign(resultValid, stages.at(LATENCY));
        assign(moving, stages.moving());
    }

    private static int parts(int word) {
        return (word + PART - 1) / PART;
    }

    /** The little-endian parameter of a channel whose bytes are in {@code bytes} banks from {@code bank} on. */
    private Bits parameter(int channel, int bank, int bytes) {
        return pack(list(bytes, i -> word(parameters.get(bank + i), channel, 8)));
    }
}
