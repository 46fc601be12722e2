// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.dsl;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongBinaryOperator;
import org.p2vit.hw.dsl.HwBundle;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwState;
import spinal.core.Bool;
import spinal.core.Data;
import spinal.core.SInt;
import spinal.core.UInt;

/** Modules that put the operations of {@link org.p2vit.hw.dsl.Hdl} into hardware, with their meaning in Java. */
final class OperationSamples {
    private OperationSamples() {}

    /** Output {@code name} is {@code meaning} of the unsigned bytes a and b, modulo 2^width. */
    record Operation(String name, int width, LongBinaryOperator meaning) {}

    private static long s(long unsignedByte) {
        return (byte) unsignedByte;
    }

    private static long flag(boolean value) {
        return value ? 1 : 0;
    }

    static final class Pair extends HwBundle {
        final UInt low = uint(3);
        final Bool flag = bool();
        final UInt high = uint(4);
    }

    /** Every combinational operation on two bytes. */
    static final class Operations extends HwModule {
        private static final int[] TABLE = {-128, -1, 0, 127};

        final UInt a = in(uint(8));
        final UInt b = in(uint(8));
        private final HwMemory<SInt> table = rom(() -> sint(8), TABLE);
        private final List<Operation> operations = new ArrayList<>();

        Operations() {
            arithmetic();
            shifts();
            bitsAndPieces();
            comparisons();
            choices();
        }

        List<Operation> operations() {
            return operations;
        }

        private void is(String name, Data result, LongBinaryOperator meaning) {
            Data output = named(name, out(like(result)));
            assign(output, result);
            operations.add(new Operation(name, width(result), meaning));
        }

        private void arithmetic() {
            var x = asSInt(a);
            var y = asSInt(b);
            is("add", add(a, b), (p, q) -> p + q);
            is("addSigned", add(x, y), (p, q) -> s(p) + s(q));
            is("addConstant", add(x, -128), (p, q) -> s(p) - 128);
            is("addExpand", addExpand(a, b), (p, q) -> p + q);
            is("addExpandSigned", addExpand(x, y), (p, q) -> s(p) + s(q));
            is("addExpandMixed", addExpand(x, slice(y, 3, 0)), (p, q) -> s(p) + (q << 60 >> 60));
            is("sub", sub(a, b), (p, q) -> p - q);
            is("subConstant", sub(a, 255), (p, q) -> p - 255);
            is("subSigned", sub(x, y), (p, q) -> s(p) - s(q));
            is("subExpand", subExpand(a, b), (p, q) -> p - q);
            is("subExpandSigned", subExpand(x, y), (p, q) -> s(p) - s(q));
            is("negated", negate(x), (p, q) -> -s(p));
            is("mul", mul(a, b), (p, q) -> p * q);
            is("mulSigned", mul(x, y), (p, q) -> s(p) * s(q));
            is("extended", resize(x, 20), (p, q) -> s(p));
            is("extendedUnsigned", resize(a, 20), (p, q) -> p);
            is("cut", resize(x, 5), (p, q) -> p);
        }

        private void shifts() {
            var x = asSInt(a);
            var n = slice(b, 2, 0);
            is("shl3", shl(x, 3), (p, q) -> s(p) << 3);
            is("shl0", shl(a, 0), (p, q) -> p);
            is("shlBy", shl(x, n), (p, q) -> s(p) << (q & 7));
            is("shlByUnsigned", shl(a, n), (p, q) -> p << (q & 7));
            is("shlKeep", shlKeep(a, n), (p, q) -> p << (q & 7));
            is("shr3", shr(a, 3), (p, q) -> p >> 3);
            is("shr3Signed", shr(x, 3), (p, q) -> s(p) >> 3);
            is("shr7Signed", shr(x, 7), (p, q) -> s(p) >> 7);
            is("shr8Signed", shr(x, 8), (p, q) -> s(p) >> 8);
            is("shr8", shr(a, 8), (p, q) -> 0);
            is("shrBy", shr(a, n), (p, q) -> p >> (q & 7));
            is("shrBySigned", shr(x, n), (p, q) -> s(p) >> (q & 7));
            is("shrByMore", shr(x, b), (p, q) -> s(p) >> Math.min(q, 63));
        }

        private void bitsAndPieces() {
            SInt x = named("x", sint(8)); // a wire: slicing a cast leaves unused bits
            assign(x, asSInt(a));
            is("copied", x, (p, q) -> p);
            is("piece", slice(a, 6, 2), (p, q) -> p >> 2);
            is("pieceSigned", resize(slice(x, 3, 0), 8), (p, q) -> p << 60 >> 60);
            is("pieceAt", sliceAt(a, slice(b, 1, 0), 4), (p, q) -> p >> (q & 3));
            is("nibble", word(a, 1, 4), (p, q) -> p >> 4);
            is("joined", cat(a, b), (p, q) -> p << 8 | q);
            is("packedList", pack(List.of(a, b, bit(a, 0))), (p, q) -> (p & 1) << 16 | q << 8 | p);
            is("regrouped", pack(words(cat(a, b), 4)), (p, q) -> p << 8 | q);
            is("bitAt", bit(a, slice(b, 2, 0)), (p, q) -> p >> (q & 7));
            is("top", msb(a), (p, q) -> p >> 7);
            is("inverted", not(a), (p, q) -> ~p);
            is("anded", and(a, b), (p, q) -> p & q);
            is("ored", or(a, b), (p, q) -> p | q);
            is("xored", xor(a, b), (p, q) -> p ^ q);
            is("allSet", andReduce(a), (p, q) -> flag(p == 255));
            is("someSet", orReduce(a), (p, q) -> flag(p != 0));
            is("parity", xorReduce(a), (p, q) -> Long.bitCount(p));
            Pair pair = named("pair", fromBits(Pair::new, asBits(a)));
            is("pairLow", pair.low, (p, q) -> p);
            is("pairFlag", pair.flag, (p, q) -> p >> 3);
            is("pairHigh", pair.high, (p, q) -> p >> 4);
            is("pairBits", asBits(pair), (p, q) -> p);
        }

        private void comparisons() {
            var x = asSInt(a);
            var y = asSInt(b);
            is("eq", eq(a, b), (p, q) -> flag(p == q));
            is("ne", ne(a, b), (p, q) -> flag(p != q));
            is("eqConstant", eq(x, -128), (p, q) -> flag(s(p) == -128));
            is("neConstant", ne(a, 255), (p, q) -> flag(p != 255));
            is("lt", lt(a, b), (p, q) -> flag(p < q));
            is("le", le(a, b), (p, q) -> flag(p <= q));
            is("gt", gt(a, b), (p, q) -> flag(p > q));
            is("ge", ge(a, b), (p, q) -> flag(p >= q));
            is("ltSigned", lt(x, y), (p, q) -> flag(s(p) < s(q)));
            is("leSigned", le(x, y), (p, q) -> flag(s(p) <= s(q)));
            is("gtSigned", gt(x, y), (p, q) -> flag(s(p) > s(q)));
            is("geSigned", ge(x, y), (p, q) -> flag(s(p) >= s(q)));
            is("ltConstant", lt(x, -3), (p, q) -> flag(s(p) < -3));
            is("leConstant", le(a, 200), (p, q) -> flag(p <= 200));
            is("gtConstant", gt(a, 200), (p, q) -> flag(p > 200));
            is("geConstant", ge(x, -3), (p, q) -> flag(s(p) >= -3));
            is("allOf", all(List.of(msb(a), msb(b), bit(a, 0))), (p, q) -> p >> 7 & q >> 7 & p);
            is("anyOf", any(List.of(msb(a), msb(b), bit(a, 0))), (p, q) -> p >> 7 | q >> 7 | p & 1);
            is("allOfNone", all(List.of()), (p, q) -> 1);
            is("anyOfNone", any(List.of()), (p, q) -> 0);
        }

        private void choices() {
            Bool c = bit(b, 0);
            is("either", mux(c, a, b), (p, q) -> (q & 1) == 1 ? p : q);
            is("orConstant", mux(c, asSInt(a), -1), (p, q) -> (q & 1) == 1 ? p : -1);
            is("constantOr", mux(c, 7, a), (p, q) -> (q & 1) == 1 ? 7 : p);
            List<UInt> three = List.of(a, b, add(a, b));
            is("byIndex", muxByIndex(three, slice(b, 1, 0)), (p, q) -> switch ((int) q & 3) {
                case 0 -> p;
                case 1 -> q;
                default -> p + q;
            });
            is("looked", table.readAsync(slice(a, 1, 0)), (p, q) -> TABLE[(int) p & 3]);
            UInt stepped = named("stepped", uint(8));
            assign(stepped, a);
            when(lt(a, 10), () -> assign(stepped, 1)).elsewhen(lt(a, 20), () -> {
                assign(stepped, 2);
                when(c, () -> assign(stepped, muxByIndex(three, uint(2, 2))));
            });
            is("whenTree", stepped, (p, q) -> p < 10 ? 1 : p >= 20 ? p : (q & 1) == 1 ? p + q : 2);
            UInt cased = named("cased", uint(8));
            select(slice(a, 1, 0))
                    .is(0, () -> assign(cased, b))
                    .is(List.of(1L, 2L), () -> assign(cased, 9))
                    .otherwise(() -> fill(cased));
            is("caseOf", cased, (p, q) -> switch ((int) p & 3) {
                case 0 -> q;
                case 1, 2 -> 9;
                default -> 255;
            });
        }
    }

    /** State: registers with and without reset and enable, a memory, a delay line, a state register. */
    static final class Storage extends HwModule {
        enum Phase {
            FIRST,
            SECOND,
            THIRD
        }

        final UInt data = in(uint(8));
        final UInt address = in(uint(3));
        final Bool enable = in(bool());
        final UInt held = out(regNextWhen(data, enable, 77));
        final UInt counter = out(reg(uint(8), 250));
        final UInt late = out(like(data));
        final UInt stored = out(like(data));
        final UInt phaseCode = out(uint(2));
        private final HwState<Phase> phase = state(Phase.SECOND);
        private final HwMemory<UInt> ram = memory(() -> uint(8), 8).style(HwMemory.Style.BLOCK);

        Storage() {
            when(enable, () -> assign(counter, add(counter, 1)));
            assign(late, delay("late_stage", data, 3));
            ram.write(enable, address, data);
            assign(stored, ram.read(address, not(enable)));
            phase.select()
                    .is(Phase.FIRST, () -> phase.go(Phase.SECOND))
                    .is(Phase.SECOND, () -> when(enable, () -> phase.go(Phase.THIRD)))
                    .otherwise(() -> phase.go(Phase.FIRST));
            assign(
                    phaseCode,
                    mux(phase.is(Phase.FIRST), uint(2, 0), mux(phase.is(Phase.SECOND), uint(2, 1), uint(2, 2))));
        }
    }
}
