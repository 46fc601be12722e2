// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.p2vit.hw.dsl.Hdl.*;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.hw.dsl.Generate;
import org.p2vit.hw.dsl.HdlException;
import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bool;
import spinal.core.UInt;

/** Each mistake is refused with a message that names it and the line of this file. */
class ErrorTests {
    private static final String HERE = "ErrorTests.java:";

    @TempDir
    Path directory;

    private AbstractThrowableAssert<?, ? extends Throwable> refused(Supplier<HwModule> module) {
        return assertThatThrownBy(() -> Generate.verilog(directory, module))
                .isInstanceOf(HdlException.class)
                .satisfies(error -> assertThat(error.getMessage().lines().count())
                        .as("short message: %s", error.getMessage())
                        .isLessThan(12));
    }

    static class WidthMismatch extends HwModule {
        final UInt a = in(uint(8));
        final UInt q = out(wire(uint(16)));

        WidthMismatch() {
            assign(q, a);
        }
    }

    @Test
    void widthMismatch() {
        refused(WidthMismatch::new)
                .hasMessageContainingAll(
                        "WIDTH MISMATCH (16 bits <- 8 bits)", "toplevel/q", "WidthMismatch.<init>", HERE);
    }

    static class Latch extends HwModule {
        final Bool a = in(bool());
        final UInt q = out(wire(uint(8)));

        Latch() {
            when(a, () -> assign(q, 1));
        }
    }

    @Test
    void latch() {
        refused(Latch::new).hasMessageContainingAll("LATCH DETECTED", "toplevel/q", HERE);
    }

    static class NoDriver extends HwModule {
        final UInt q = out(wire(uint(8)));
    }

    @Test
    void noDriver() {
        refused(NoDriver::new).hasMessageContainingAll("NO DRIVER", "toplevel/q", HERE);
    }

    static class Child extends HwModule {
        final UInt a = in(uint(8));
        final UInt q = out(regNext(a));
    }

    static class Forgotten extends HwModule {
        final UInt q = out(wire(uint(8)));

        Forgotten() {
            Child child = new Child();
            assign(child.a, 3);
            assign(q, child.q);
        }
    }

    @Test
    void forgottenInst() {
        refused(Forgotten::new)
                .hasMessageContainingAll("ErrorTests$Child was created without inst(...) at", "Forgotten.<init>", HERE);
    }

    static class MissingInput extends HwModule {
        final UInt q = out(wire(uint(8)));
        final Child child = inst(new Child());

        MissingInput() {
            assign(q, child.q);
        }
    }

    @Test
    void childInputWithoutDriver() {
        refused(MissingInput::new).hasMessageContainingAll("NO DRIVER", "child/a", HERE);
    }

    static class Loop extends HwModule {
        final UInt q = out(wire(uint(8)));

        Loop() {
            assign(q, add(q, 1));
        }
    }

    @Test
    void combinationalLoop() {
        refused(Loop::new).hasMessageContainingAll("COMBINATORIAL LOOP", "toplevel/q");
    }

    static class TooLarge extends HwModule {
        final UInt q = out(wire(uint(8)));

        TooLarge() {
            assign(q, 256);
        }
    }

    @Test
    void constantTooLarge() {
        refused(TooLarge::new).hasMessageContainingAll("constant 256 does not fit uint(8)", "TooLarge.<init>", HERE);
    }

    static class Checked extends HwModule {
        Checked(int lanes) {
            check(lanes % 2 == 0, "lanes is " + lanes + " but must be even");
        }
    }

    @Test
    void requirement() {
        refused(() -> new Checked(3)).hasMessage("lanes is 3 but must be even");
    }

    static class Broken extends HwModule {
        Broken() {
            throw new IllegalStateException("user code failed");
        }
    }

    @Test
    void exceptionInUserCode() {
        refused(Broken::new).hasMessageContainingAll("user code failed", "Broken.<init>", HERE);
    }

    static class OutsideSlice extends HwModule {
        final UInt a = in(uint(8));
        final UInt q = out(slice(a, 8, 4));
    }

    @Test
    void sliceOutside() {
        refused(OutsideSlice::new).hasMessageContainingAll("bits 8..4 are not inside a signal of 8 bits", HERE);
    }

    static class BadIndex extends HwModule {
        final UInt a = in(uint(8));
        final UInt q = out(muxByIndex(java.util.List.of(a, a, a), a));
    }

    @Test
    void indexWidth() {
        refused(BadIndex::new).hasMessageContainingAll("an index of 8 bits does not match 3 items (needs 2)", HERE);
    }
}
