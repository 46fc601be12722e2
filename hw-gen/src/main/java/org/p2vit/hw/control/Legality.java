// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.control;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.Arrays;
import java.util.List;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.Unit;
import org.p2vit.hw.register.ErrorCode;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * The rules a command must keep to be dispatched (architecture §3.1). They catch what would make a unit run away; whether addresses
 * make sense is the compiler's business.
 *
 * @param tokenTile rows of a tile
 * @param maxTokens largest key count of SOFTMAX
 * @param maxDimWords longest row of NORM
 * @param attention decides whether there is a SHIFTMM, and what REQUANT can do
 */
public record Legality(int tokenTile, int maxTokens, int maxDimWords, AttentionKind attention) {
    private static final int CODE_BITS = 8;
    private static final int FLAG_BITS = 8;
    private static final int UNUSED_DESTINATION = 6;

    /** The units of the machine, in the order of their numbers. */
    public List<Unit> units() {
        return Arrays.stream(Unit.values())
                .filter(unit -> unit != Unit.CONTROL)
                .filter(unit -> unit != Unit.SHIFTMM || attention == AttentionKind.SHIFT)
                .toList();
    }

    /** The {@link ErrorCode} of a command, 0 if it is legal. */
    UInt judge(CommandWord command) {
        boolean shifts = units().contains(Unit.SHIFTMM);
        Bool badUnit = bit(command.words, 3);
        if (!shifts) {
            badUnit = or(badUnit, eq(command.unit(), Unit.SHIFTMM.ordinal()));
        }
        Bool isControl = eq(command.unit(), Unit.CONTROL.ordinal());
        Bool badOpcode = or(ne(command.field(0, 7, 5), 0), and(isControl, not(command.run())));
        Bool badSync = and(not(command.run()), or(ne(command.waitTile(), 0), ne(command.signalTile(), 0)));
        Bool badReserved = ne(command.field(1, 31, 30), 0);
        Bool badSignals = or(
                same(command.signalEndA(), command.signalEndB()),
                same(command.signalEndA(), command.signalTile()),
                same(command.signalEndB(), command.signalTile()));
        Bool badFlags = bool(false);
        Bool badOperand = bool(false);
        for (Unit unit : Unit.values()) {
            Bool mine = eq(command.unit(), unit.ordinal());
            UInt reserved = and(command.field(0, 15, 8), uint(FLAG_BITS, (1 << FLAG_BITS) - 1 & ~flags(unit)));
            badFlags = or(badFlags, and(mine, ne(reserved, 0)));
            badOperand = or(badOperand, and(mine, command.run(), any(violations(unit, command))));
        }
        return mux(
                badUnit,
                code(ErrorCode.ILLEGAL_UNIT),
                mux(
                        badOpcode,
                        code(ErrorCode.ILLEGAL_OPCODE),
                        mux(
                                or(badSync, badReserved, badSignals, badFlags, badOperand),
                                code(ErrorCode.ILLEGAL_OPERAND),
                                code(ErrorCode.NONE))));
    }

    /** The flags that mean something to a unit. */
    private int flags(Unit unit) {
        return switch (unit) {
            case LOAD -> Command.ADVANCE | Command.AHEAD;
            case STORE -> Command.ADVANCE;
            case MATMUL -> Command.NARROW | (attention == AttentionKind.SHIFT ? 0 : Command.UNSIGNED);
            case REQUANT -> attention == AttentionKind.SHIFT ? 0x77 : 0x7f;
            default -> 0;
        };
    }

    private List<Bool> violations(Unit unit, CommandWord command) {
        Bool noRows = eq(command.field(4, 9, 0), 0);
        Bool noMiddle = eq(command.field(4, 19, 10), 0);
        Bool noLast = eq(command.field(4, 29, 20), 0);
        UInt firstRow = command.field(4, 23, 20);
        Bool badFirstRow = tokenTile < 1 << width(firstRow) ? ge(firstRow, tokenTile) : bool(false);
        Bool noWords = eq(command.field(4, 23, 0), 0);
        Bool unreadable = ge(command.region(), Command.Region.OUTPUT.ordinal());
        Bool unwritable = ne(command.region(), Command.Region.OUTPUT.ordinal());
        return switch (unit) {
            case CONTROL -> List.of();
            case LOAD -> List.of(noWords, unreadable, gt(command.field(3, 14, 12), Command.Destination.LOAD_GELU));
            case STORE -> List.of(noWords, unwritable);
            case MATMUL -> List.of(noRows, noMiddle, noLast);
            case REQUANT -> List.of(noRows, noMiddle, badFirstRow, badDestination(command.field(0, 14, 12)));
            case SOFTMAX -> List.of(noRows, noMiddle, gt(command.field(4, 19, 10), maxTokens));
            case SHIFTMM -> List.of(noRows, noMiddle, noLast);
            case NORM ->
                List.of(
                        noRows,
                        noMiddle,
                        badFirstRow,
                        gt(command.field(4, 19, 10), maxDimWords),
                        eq(command.field(5, 26, 16), 0));
        };
    }

    private Bool badDestination(UInt destination) {
        if (attention == AttentionKind.SHIFT) {
            return gt(destination, Command.Destination.REQUANT_OUT);
        }
        return or(eq(destination, Command.Destination.REQUANT_VAL), eq(destination, UNUSED_DESTINATION));
    }

    private static Bool same(UInt a, UInt b) {
        return and(eq(a, b), ne(a, 0));
    }

    private static UInt code(ErrorCode code) {
        return uint(CODE_BITS, code.ordinal());
    }
}
