// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Models that tests build once and open many times.
 *
 * @param <K> what makes a model another
 */
public final class BuiltModels<K> {
    private final Map<Place<K>, VerilatedModel> built = new HashMap<>();

    /** A sound model is not the one with faults that has the same key. */
    private record Place<K>(FaultInjector faults, K key) {}

    public VerilatedModel obtain(K key, Supplier<VerilatedModel> build) {
        Place<K> place = new Place<>(InjectedFaults.CURRENT.get(), key);
        VerilatedModel known = built.get(place);
        if (known == null) {
            known = build.get();
            built.put(place, known);
        }
        return known;
    }
}
