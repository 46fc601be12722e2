// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl;

import java.math.BigInteger;
import java.util.List;
import spinal.core.AttributeFlag;
import spinal.core.BitVector;
import spinal.core.Bool;
import spinal.core.Data;
import spinal.core.SInt;
import spinal.core.UInt;

/** Ports, assignment, conditions and instances. Use through {@link Hdl}. */
public abstract class Control extends Arithmetic {
    private static final AttributeFlag SIM_PUBLIC =
            new AttributeFlag("verilator public", spinal.core.COMMENT_ATTRIBUTE$.MODULE$);

    Control() {}

    /** An input port of the module being built. */
    public static <T extends Data> T in(T signal) {
        return spinal.core.in$.MODULE$.apply(signal);
    }

    /** An output port; the signal may be a register: {@code out(reg(uint(8), 0))}. */
    public static <T extends Data> T out(T signal) {
        return spinal.core.out$.MODULE$.apply(signal);
    }

    /** Several input ports, as in {@link HwPort#asMaster()}. */
    public static void in(Data first, Data second, Data... more) {
        in(first);
        in(second);
        for (Data signal : more) {
            in(signal);
        }
    }

    /** Several output ports, as in {@link HwPort#asMaster()}. */
    public static void out(Data first, Data second, Data... more) {
        out(first);
        out(second);
        for (Data signal : more) {
            out(signal);
        }
    }

    /** A port bundle with the directions of its master side. */
    public static <T extends HwPort> T master(T port) {
        port.elements();
        port.asMaster();
        return port;
    }

    /** A port bundle with the directions of its slave side. */
    public static <T extends HwPort> T slave(T port) {
        port.elements();
        port.asMaster();
        port.flip();
        return port;
    }

    /** Drives {@code target}. Of several assignments that apply, the last one written wins. Widths must be equal. */
    public static <T extends Data> void assign(T target, T value) {
        target.assignFrom(value, target, Scala.here());
    }

    public static <T extends BitVector> void assign(T target, long value) {
        target.assignFrom(constantLike(target, value), target, Scala.here());
    }

    public static void assign(Bool target, boolean value) {
        target.assignFrom(bool(value), target, Scala.here());
    }

    /** Drives all bits of a signal or bundle with zero. */
    public static void clear(Data target) {
        target.assignFrom(target.getZero(), target, Scala.here());
    }

    /** Drives all bits of a vector with one. */
    public static void fill(BitVector target) {
        BigInteger ones = BigInteger.ONE.shiftLeft(target.getBitsWidth()).subtract(BigInteger.ONE);
        assign(target, target instanceof SInt ? constantLike(target, -1) : constantLike(target, ones));
    }

    /** {@code when(a, () -> ...).elsewhen(b, () -> ...).otherwise(() -> ...)}. */
    public static When when(Bool condition, Runnable body) {
        return new When(spinal.core.when$.MODULE$.apply(condition, Scala.block(body), Scala.here()));
    }

    /** {@code select(x).is(0, () -> ...).is(List.of(1L, 2L), () -> ...).otherwise(() -> ...)}. */
    public static Select select(BitVector value) {
        return new Select(value);
    }

    /** {@code items[index]}; {@code index} has exactly {@code indexWidth(items.size())} bits. Beyond the end: the last. */
    public static <T extends Data> T muxByIndex(List<T> items, UInt index) {
        int width = index.getBitsWidth();
        HdlException.require(!items.isEmpty(), () -> "cannot select from an empty list");
        HdlException.require(
                width == indexWidth(items.size()),
                () -> "an index of " + width + " bits does not match " + items.size() + " items (needs "
                        + indexWidth(items.size()) + ")");
        int last = items.size() - 1;
        if (last == 0) {
            return items.get(0);
        }
        T result = like(items.get(0));
        Select cases = select(index);
        for (int item = 0; item < last; item++) {
            T value = items.get(item);
            cases.is(item, () -> assign(result, value));
        }
        cases.otherwise(() -> assign(result, items.get(last)));
        return result;
    }

    /** Finishes a module created inside another: {@code final Mac mac = inst(new Mac(8));}. */
    public static <T extends HwModule> T inst(T module) {
        Instances.finish(module);
        return module;
    }

    /** Names a signal, memory, area or instance that is not held by a field. */
    public static <T> T named(String name, T item) {
        Instances.name(name, item);
        return item;
    }

    /** A requirement on parameters, checked while the hardware is built. */
    public static void check(boolean condition, String sentence) {
        if (!condition) {
            throw new HdlException(sentence);
        }
    }

    /** Marks a signal so that a Verilator model can read it; no effect on hardware. Returns the signal. */
    public static <T extends Data> T simPublic(T signal) {
        signal.flatten().foreach(leaf -> leaf.addAttribute(SIM_PUBLIC));
        return signal;
    }

    /**
     * Keeps a register apart from equal ones, which synthesis would otherwise merge into one that drives what all of them drive. Returns the
     * register.
     */
    public static <T extends Data> T apart(T register) {
        return attribute(register, "keep", "true");
    }

    /** Adds a Verilog attribute {@code (* name = "value" *)}. Returns the signal. */
    public static <T extends Data> T attribute(T signal, String name, String value) {
        signal.flatten().foreach(leaf -> leaf.addAttribute(name, value));
        return signal;
    }
}
