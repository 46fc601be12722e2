// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl;

import spinal.core.BitVector;
import spinal.core.Bool;
import spinal.core.Data;
import spinal.core.Reg$;

/**
 * Registers on the rising edge of the clock. Use through {@link Hdl}.
 *
 * <p>Without an initial value a register has no reset: right for data paths (smaller, and packed into DSP and RAM
 * blocks). State and valid bits need one. A register keeps its value in cycles that assign nothing.
 */
public abstract class Registers extends Control {
    Registers() {}

    /** A register without reset. */
    public static <T extends Data> T reg(T type) {
        return Reg$.MODULE$.apply(Scala.hardType(() -> type), null, null);
    }

    /** A register that reset sets to {@code initial}. */
    public static <T extends Data> T reg(T type, T initial) {
        return Reg$.MODULE$.apply(Scala.hardType(() -> type), initial, null);
    }

    public static <T extends BitVector> T reg(T type, long initial) {
        return reg(type, constantLike(type, initial));
    }

    public static Bool reg(Bool type, boolean initial) {
        return reg(type, bool(initial));
    }

    /** {@code signal} one cycle later, without reset. */
    public static <T extends Data> T regNext(T signal) {
        T register = reg(signal);
        assign(register, signal);
        return register;
    }

    public static <T extends BitVector> T regNext(T signal, long initial) {
        T register = reg(signal, initial);
        assign(register, signal);
        return register;
    }

    public static Bool regNext(Bool signal, boolean initial) {
        Bool register = reg(signal, initial);
        assign(register, signal);
        return register;
    }

    /** {@code signal} as it was in the last cycle in which {@code enable} was true, without reset. */
    public static <T extends Data> T regNextWhen(T signal, Bool enable) {
        T register = reg(signal);
        when(enable, () -> assign(register, signal));
        return register;
    }

    public static <T extends BitVector> T regNextWhen(T signal, Bool enable, long initial) {
        T register = reg(signal, initial);
        when(enable, () -> assign(register, signal));
        return register;
    }

    public static Bool regNextWhen(Bool signal, Bool enable, boolean initial) {
        Bool register = reg(signal, initial);
        when(enable, () -> assign(register, signal));
        return register;
    }

    /** {@code signal} {@code cycles} later through registers {@code name_1 .. name_cycles} without reset. */
    public static <T extends Data> T delay(String name, T signal, int cycles) {
        T stage = signal;
        for (int cycle = 1; cycle <= cycles; cycle++) {
            stage = named(name + "_" + cycle, regNext(stage));
        }
        return stage;
    }

    /** As {@link #delay(String, Data, int)} with reset: for valid bits. */
    public static Bool delay(String name, Bool signal, int cycles, boolean initial) {
        Bool stage = signal;
        for (int cycle = 1; cycle <= cycles; cycle++) {
            stage = named(name + "_" + cycle, regNext(stage, initial));
        }
        return stage;
    }

    /** A state register over a Java enum, set to {@code initial} by reset. */
    public static <E extends Enum<E>> HwState<E> state(E initial) {
        return new HwState<>(initial);
    }
}
