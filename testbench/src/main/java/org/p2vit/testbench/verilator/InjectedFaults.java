// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import java.nio.file.Path;

/** The injector of each thread; by default there are no faults. */
final class InjectedFaults {
    static final ThreadLocal<FaultInjector> CURRENT = ThreadLocal.withInitial(Sound::new);

    private InjectedFaults() {}

    private static final class Sound implements FaultInjector {
        @Override
        public Path design(Path verilog, String top) {
            return verilog;
        }

        @Override
        public int selected(Path verilog, String top) {
            return 0;
        }

        @Override
        public long mostCycles() {
            return Long.MAX_VALUE;
        }
    }
}
