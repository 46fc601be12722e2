// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.port.BankWrite;
import spinal.core.Bool;

/**
 * SOFTMAX with logarithmic codes (numeric contract §5.1), for attention by shifts. They leave by {@code write}, which is never refused.
 *
 * <p>Latency from the last logits of a tile to its first codes: 10 + log2 W cycles.
 */
public final class LogarithmicSoftmaxUnit extends SoftmaxUnit {
    /** Cycles from the read of logits to their codes. */
    public static final int CODE_LATENCY = LogarithmicPipe.LATENCY;

    public final Bool writeValid = out(bool());
    public final BankWrite write;
    private final List<LogarithmicPipe> pipes;

    /** For T = {@code tokenTile}, W = {@code word}, R = {@code pipeCount} and rows of up to {@code maxTokens} keys. */
    public LogarithmicSoftmaxUnit(int tokenTile, int word, int pipeCount, int maxTokens) {
        super(new SoftmaxShape(tokenTile, word, pipeCount, maxTokens, LogarithmicRow.CODE_BITS, false));
        write = out(new BankWrite(pipeCount, tokenTile, LogarithmicRow.CODE_BITS * word));
        pipes = list(pipeCount, pipe -> inst(new LogarithmicPipe(shape)));
        run(pipes, writeCodes());
    }

    /** Returns whether there are codes on their way. */
    private Bool writeCodes() {
        assign(reader.room, true);
        WrittenRows found = found(pipes, CODE_LATENCY);
        Bool coded = delay("coding", reader.read, CODE_LATENCY, false);
        assign(writeValid, coded);
        found.codes.to(write);
        assign(frontEnd.tileDone, found.endsTile);
        assign(frontEnd.commandDone, found.endsCommand);
        tap(coded, found.codes);
        return coded;
    }
}
