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
import org.p2vit.hw.dsl.HwBundle;
import org.p2vit.hw.dsl.HwMemory;
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
                        .isLessThan(16));
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

    static class UnnamedRegister extends HwModule {
        final UInt a = in(uint(8));
        final UInt q = out(wire(uint(8)));

        UnnamedRegister() {
            UInt held = regNext(a);
            assign(q, add(held, 1));
        }
    }

    @Test
    void unnamedRegister() {
        refused(UnnamedRegister::new).hasMessageContainingAll("without a name", "[_zz_q]", "named(...)");
    }

    static class InstTwice extends HwModule {
        final UInt q = out(wire(uint(8)));
        final Child child = inst(inst(new Child()));
    }

    @Test
    void instTwice() {
        refused(InstTwice::new).hasMessageContainingAll("inst(...) was called twice", HERE);
    }

    static class BadAddress extends HwModule {
        final UInt a = in(uint(4));
        final HwMemory<UInt> ram = memory(() -> uint(8), 32);
        final UInt q = out(ram.read(a));
    }

    @Test
    void addressWidth() {
        refused(BadAddress::new)
                .hasMessageContainingAll("an address of 4 bits does not match a memory of 32 words (needs 5)", HERE);
    }

    static class BadTable extends HwModule {
        final UInt a = in(uint(2));
        final HwMemory<UInt> table = rom(() -> uint(8), new int[] {0, 1, 256, 3});
        final UInt q = out(table.readAsync(a));
    }

    @Test
    void tableEntryTooLarge() {
        refused(BadTable::new).hasMessageContainingAll("table entry 256 does not fit 8 bits", HERE);
    }

    static class WithoutField extends HwBundle {
        final UInt value;

        WithoutField(int width) {
            value = uint(width);
        }
    }

    static class BadBundle extends HwModule {
        final WithoutField q = out(reg(new WithoutField(3)));
    }

    @Test
    void bundleThatCannotBeCopied() {
        refused(BadBundle::new).hasMessageContainingAll("cannot copy bundle", "WithoutField", "'width' has no field");
    }

    static class TwoDrivers extends HwModule {
        final Child child = inst(new Child());

        TwoDrivers() {
            assign(child.a, 1);
            assign(child.q, 1);
        }
    }

    @Test
    void drivingTheOutputOfAChild() {
        refused(TwoDrivers::new).hasMessageContainingAll("child/q", HERE);
    }

    static class RepeatedKey extends HwModule {
        final UInt a = in(uint(2));
        final UInt q = out(wire(uint(8)));

        RepeatedKey() {
            select(a).is(1, () -> assign(q, 1)).is(1, () -> assign(q, 2)).otherwise(() -> assign(q, 3));
        }
    }

    @Test
    void repeatedKey() {
        refused(RepeatedKey::new).hasMessageContainingAll("UNREACHABLE IS STATEMENT", HERE);
    }
}
