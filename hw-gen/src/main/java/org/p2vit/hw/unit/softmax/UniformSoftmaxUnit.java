// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.cell.SumReciprocal;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.BankWrite;
import org.p2vit.hw.port.GroupWrite;
import spinal.core.Bits;
import spinal.core.Bool;

/**
 * SOFTMAX with uniform codes and row divisors (numeric contract §5.2, §5.3), for attention on the multipliers. Codes leave by {@code codes}, R rows or none
 * at a time, while {@code divisors}, never refused, has the reciprocal and the magnitude of each row's sum for bank t mod T, address
 * {@code xBase + (t div T)}, ahead of the row's last code.
 *
 * <p>Latency from the last logits of a tile to its first codes: 21 + 2·log2 W cycles.
 */
public final class UniformSoftmaxUnit extends SoftmaxUnit {
    private static final int TAP_SUM_BITS = 24;

    public final HwStream<GroupWrite> codes;
    public final Bool divisorsValid;
    public final BankWrite divisors;
    private final Bool tapSumsValid = simPublic(wire(bool()));
    private final Bits tapSumsMask;
    private final Bits tapSums;
    private final CodeOutputQueue outlet;
    private final List<UniformPipe> pipes;

    /** Cycles from the read of logits to their codes. */
    public static int codeLatency(int word) {
        return UniformPipe.latency(word) + CodeOutputQueue.LATENCY;
    }

    /** For T = {@code tokenTile}, W = {@code word}, R = {@code pipeCount} and rows of up to {@code maxTokens} keys. */
    public UniformSoftmaxUnit(int tokenTile, int word, int pipeCount, int maxTokens) {
        super(new SoftmaxShape(tokenTile, word, pipeCount, maxTokens, UniformLane.CODE_BITS, true));
        codes = master(stream(shape::codeWrite));
        divisorsValid = out(bool());
        divisors = out(new BankWrite(pipeCount, tokenTile, SumReciprocal.DIVISOR_BITS));
        tapSumsMask = simPublic(wire(bits(pipeCount)));
        tapSums = simPublic(wire(bits(TAP_SUM_BITS * pipeCount)));
        outlet = inst(new CodeOutputQueue(shape));
        pipes = list(pipeCount, pipe -> inst(new UniformPipe(shape)));
        Bool coding = queueCodes();
        run(pipes, or(coding, codes.valid));
    }

    /** Codes through the outlet, and divisors; returns whether there are codes on their way to it. */
    private Bool queueCodes() {
        int late = UniformPipe.latency(shape.word());
        assign(reader.room, outlet.room);
        WrittenRows found = found(pipes, late);
        Bool coded = delay("coding", reader.read, late, false);
        assign(outlet.take, reader.read);
        assign(outlet.valid, coded);
        assign(outlet.rows, found);
        outlet.write.to(codes);
        assign(frontEnd.tileDone, outlet.tileDone);
        assign(frontEnd.commandDone, outlet.commandDone);
        tap(coded, found.codes);

        assign(divisorsValid, delay("rowEnd", and(reader.read, reader.last), late, false));
        assign(divisors.address, delay("divisorAddress", reader.row.divisorAddress.orElseThrow(), late));
        assign(divisors.banks, found.codes.banks());
        for (int lane = 0; lane < shape.pipes(); lane++) {
            assign(divisors.data.get(lane), pipes.get(lane).divisor);
        }
        tapSums(late - SumReciprocal.LATENCY);
        return coded;
    }

    /** @param late when sums are complete, in cycles from the read of the row's last logits */
    private void tapSums(int late) {
        assign(tapSumsValid, delay("rowSummed", and(reader.read, reader.last), late, false));
        assign(tapSumsMask, delay("summedRows", reader.row.rows, late));
        assign(
                tapSums,
                pack(pipes.stream()
                        .map(pipe -> asBits(resize(pipe.total, TAP_SUM_BITS)))
                        .toList()));
    }
}
