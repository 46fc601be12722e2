// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import java.util.BitSet;
import java.util.Locale;
import java.util.Optional;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.MatMulCommand;
import org.p2vit.hw.program.RequantCommand;
import org.p2vit.hw.program.Unit;

/** Whether the exponents that words of ACT have are known to those who read them, and those of rows begin anew when they were used. */
final class ExponentCheck {
    /** Words of ACT with exponents. */
    private final BitSet words = new BitSet();
    /** Words of ROWE that somebody goes on to raise. */
    private final BitSet open = new BitSet();

    /** What is wrong with an access, in the order of the program; empty where nothing is. */
    Optional<String> fault(Command command, BufferAccess access) {
        return switch (access.buffer()) {
            case ACT -> activations(command, access);
            case ROWE -> rows(command, access);
            default -> Optional.empty();
        };
    }

    private Optional<String> activations(Command command, BufferAccess access) {
        int to = access.from() + access.count();
        if (access.write()) {
            words.set(access.from(), to, command.unit() == Unit.REQUANT && command.has(RequantCommand.GELU));
            return Optional.empty();
        }
        boolean asked = command.has(MatMulCommand.ROW_EXPONENTS);
        int other = asked ? words.nextClearBit(access.from()) : words.nextSetBit(access.from());
        if (other < 0 || other >= to) {
            return Optional.empty();
        }
        String sentence = asked
                ? "reads ACT[%d], which has no exponents, as if it had some"
                : "reads ACT[%d], which has exponents, as if it had none";
        return Optional.of(String.format(Locale.ROOT, sentence, other));
    }

    private Optional<String> rows(Command command, BufferAccess access) {
        int row = access.from();
        if (!access.write()) {
            open.clear(row);
            return Optional.empty();
        }
        boolean first = command.get(RequantCommand.FIRST_OUTPUTS) == 1;
        boolean anew = !open.get(row);
        open.set(row);
        if (first == anew) {
            return Optional.empty();
        }
        String sentence = anew ? "raises ROWE[%d], which was used" : "begins ROWE[%d] anew, which was not used";
        return Optional.of(String.format(Locale.ROOT, sentence, row));
    }
}
