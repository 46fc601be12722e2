// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.chaos;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.p2vit.hw.register.ErrorCode;
import org.p2vit.hw.register.Register;
import org.p2vit.hw.register.Register.Access;
import org.p2vit.hw.register.RegisterMap;
import org.p2vit.testbench.bus.RegisterPort;

/** A few writes that overlap, in mid-run: to any address, whole or not. Those that a run does not allow must change nothing. */
record RegisterWrites(List<Write> writes) implements Injection {
    private static final int MOST = 4;

    /** @param register null beside all registers */
    record Write(Register register, int address, long value, int strobes) {
        boolean takesEffect(Register wanted) {
            return register == wanted && strobes == RegisterPort.WHOLE;
        }

        /** Responses that are right; a write that only a run forbids may come after it. */
        Set<Integer> responses() {
            if (register == null || strobes != RegisterPort.WHOLE) {
                return Set.of(RegisterPort.SLVERR);
            }
            return register.access() == Access.RWI
                    ? Set.of(RegisterPort.OKAY, RegisterPort.SLVERR)
                    : Set.of(RegisterPort.OKAY);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s = %x (strobes %x)",
                    register == null ? String.format(Locale.ROOT, "address %x", address) : register.name(),
                    value,
                    strobes);
        }
    }

    static RegisterWrites draw(SplittableRandom random) {
        List<Write> writes = new ArrayList<>();
        int count = 1 + random.nextInt(MOST);
        for (int i = 0; i < count; i++) {
            Register register = RegisterMap.REGISTERS.get(random.nextInt(RegisterMap.REGISTERS.size()));
            int strobes = random.nextInt(3) == 0 ? random.nextInt(RegisterPort.WHOLE) : RegisterPort.WHOLE;
            long value = random.nextBoolean() ? random.nextInt(32) : random.nextInt() & 0xffff_ffffL;
            if (random.nextInt(8) == 0) {
                int address = random.nextInt(1 << RegisterMap.ADDRESS_BITS);
                boolean known = RegisterMap.REGISTERS.stream().anyMatch(each -> each.offset() == address);
                writes.add(new Write(null, known ? address | 1 : address, value, strobes));
            } else {
                writes.add(new Write(register, register.offset(), withoutStart(register, value), strobes));
            }
        }
        return new RegisterWrites(writes);
    }

    /** A start that comes after the run would begin one with what the others have written. */
    private static long withoutStart(Register register, long value) {
        return register == RegisterMap.CTRL ? value & ~ChaosRig.START : value;
    }

    private boolean any(Register register) {
        return writes.stream().anyMatch(write -> write.takesEffect(register));
    }

    @Override
    public String text() {
        return writes.stream().map(Write::toString).collect(Collectors.joining(", "));
    }

    @Override
    public void strike(ChaosRig rig) {
        writes.forEach(write -> rig.registers().postWrite(write.address(), write.value(), write.strobes()));
    }

    @Override
    public boolean changesInterrupts() {
        return any(RegisterMap.GIE) || any(RegisterMap.IER) || any(RegisterMap.ISR);
    }

    @Override
    public Expectation expected(ChaosRig rig) {
        Set<ErrorCode> codes = new HashSet<>();
        if (writes.stream()
                .anyMatch(write -> write.takesEffect(RegisterMap.CTRL) && (write.value() & ChaosRig.ABORT) != 0)) {
            codes.add(ErrorCode.ABORTED);
        }
        if (writes.stream()
                .anyMatch(write -> write.takesEffect(RegisterMap.WATCHDOG)
                        && write.value() > 0
                        && write.value() < ChaosRig.WATCHDOG)) {
            codes.add(ErrorCode.TIMEOUT);
        }
        return codes.isEmpty() ? Expectation.right() : new Expectation(Set.of(RunEnd.RIGHT, RunEnd.ERROR), codes);
    }

    @Override
    public List<String> faults(ChaosRig rig) {
        List<Integer> given = rig.registers().takeAnswers().stream()
                .map(RegisterPort.Answer::response)
                .toList();
        if (given.size() != writes.size()) {
            return List.of(given.size() + " responses to " + writes.size() + " writes");
        }
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            if (!writes.get(i).responses().contains(given.get(i))) {
                faults.add("response " + given.get(i) + " to " + writes.get(i));
            }
        }
        return faults;
    }
}
