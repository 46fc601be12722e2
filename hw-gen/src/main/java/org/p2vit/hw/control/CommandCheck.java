// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.control;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import java.util.stream.IntStream;
import org.p2vit.hw.dsl.HwBundle;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.program.CommandConstraint;
import org.p2vit.hw.program.CommandConstraint.AtMost;
import org.p2vit.hw.program.CommandConstraint.Below;
import org.p2vit.hw.program.CommandConstraint.NotZero;
import org.p2vit.hw.program.CommandConstraint.OneOf;
import org.p2vit.hw.program.CommandField;
import org.p2vit.hw.program.CommandFormat;
import org.p2vit.hw.program.MachineLimits;
import org.p2vit.hw.program.Unit;
import org.p2vit.hw.register.ErrorCode;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * The rules a command must keep to be dispatched ({@link CommandFormat}, architecture §3.1). They catch what would make a unit run away;
 * whether addresses make sense is the compiler's business.
 */
record CommandCheck(MachineLimits limits) {
    private static final int CODE_BITS = 8;

    /** What is wrong with a command. */
    static final class Verdict extends HwBundle {
        final Bool badUnit = bool();
        final Bool badOpcode = bool();
        /** Of any command. */
        final Bool badField = bool();
        /** Of its unit. */
        final Bool badOperand = bool();

        Bool legal() {
            return not(or(badUnit, badOpcode, badField, badOperand));
        }

        /** The {@link ErrorCode}, 0 if it is legal. */
        UInt code() {
            UInt operand = mux(
                    or(badField, badOperand),
                    CommandCheck.code(ErrorCode.ILLEGAL_OPERAND),
                    CommandCheck.code(ErrorCode.NONE));
            return mux(
                    badUnit,
                    CommandCheck.code(ErrorCode.ILLEGAL_UNIT),
                    mux(badOpcode, CommandCheck.code(ErrorCode.ILLEGAL_OPCODE), operand));
        }
    }

    /** Drives the verdict on a command. */
    void judge(CommandWord command, Verdict verdict) {
        Bool badUnit = bit(command.words, CommandFormat.UNIT.high()); // there are eight numbers for units
        for (Unit unit : Unit.values()) {
            if (!unit.builtWith(limits.attention())) {
                badUnit = or(badUnit, eq(command.unit(), unit.ordinal()));
            }
        }
        Bool isControl = eq(command.unit(), Unit.CONTROL.ordinal());
        Bool badOpcode = or(ne(command.get(CommandFormat.RESERVED_OPCODE), 0), and(isControl, not(command.run())));
        Bool tiled = or(ne(command.get(CommandFormat.WAIT_TILE), 0), ne(command.get(CommandFormat.SIGNAL_TILE), 0));
        Bool badSync = and(not(command.run()), tiled);
        Bool badReserved = ne(command.get(CommandFormat.RESERVED_SYNC), 0);
        Bool badSignals = or(
                same(command, CommandFormat.SIGNAL_END_A, CommandFormat.SIGNAL_END_B),
                same(command, CommandFormat.SIGNAL_END_A, CommandFormat.SIGNAL_TILE),
                same(command, CommandFormat.SIGNAL_END_B, CommandFormat.SIGNAL_TILE));
        Bool badFlags = bool(false);
        Bool badOperand = bool(false);
        for (Unit unit : Unit.values()) {
            Bool mine = eq(command.unit(), unit.ordinal());
            CommandField flags = CommandFormat.FLAGS;
            int known = CommandFormat.of(unit).knownFlags(limits.attention());
            UInt unknown = and(command.get(flags), uint(flags.bits(), (int) flags.max() & ~known));
            badFlags = or(badFlags, and(mine, ne(unknown, 0)));
            List<Bool> violations = CommandFormat.of(unit).constraints().stream()
                    .map(constraint -> violated(constraint, command.get(constraint.field())))
                    .toList();
            badOperand = or(badOperand, and(mine, command.run(), any(violations)));
        }
        assign(verdict.badUnit, badUnit);
        assign(verdict.badOpcode, badOpcode);
        assign(verdict.badField, or(badSync, badReserved, badSignals, badFlags));
        assign(verdict.badOperand, badOperand);
    }

    private Bool violated(CommandConstraint constraint, UInt value) {
        if (constraint instanceof NotZero) {
            return eq(value, 0);
        } else if (constraint instanceof Below below) {
            int limit = below.limit().applyAsInt(limits);
            return limit <= constraint.field().max() ? ge(value, limit) : bool(false);
        } else if (constraint instanceof AtMost most) {
            int limit = most.limit().applyAsInt(limits);
            return limit < constraint.field().max() ? gt(value, limit) : bool(false);
        }
        return none((OneOf) constraint, value);
    }

    private Bool none(OneOf constraint, UInt value) {
        List<Integer> codes = constraint.codes(limits);
        int greatest = codes.get(codes.size() - 1);
        if (codes.size() == 1) {
            return ne(value, greatest);
        }
        List<Bool> others = IntStream.rangeClosed(0, (int) constraint.field().max())
                .filter(code -> !codes.contains(code))
                .mapToObj(code -> eq(value, code))
                .toList();
        return codes.size() == greatest + 1 ? gt(value, greatest) : any(others);
    }

    private static Bool same(CommandWord command, CommandField one, CommandField other) {
        UInt id = command.get(one);
        return and(eq(id, command.get(other)), ne(id, 0));
    }

    private static UInt code(ErrorCode code) {
        return uint(CODE_BITS, code.ordinal());
    }
}
