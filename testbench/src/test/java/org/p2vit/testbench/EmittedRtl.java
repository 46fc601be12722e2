// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.emit.Emitter;

/** Configurations as {@link Emitter} writes them, each emitted once for all tests, by whichever comes first. Only to be read. */
public final class EmittedRtl {
    private static final Path ROOT = Path.of("target", "rtl").toAbsolutePath();
    private static final Map<AcceleratorConfig, Path> EMITTED = new HashMap<>();

    private EmittedRtl() {}

    /** The folder with all that is emitted. */
    public static synchronized Path folder(AcceleratorConfig config) {
        return EMITTED.computeIfAbsent(config, unwritten -> {
            Path folder = ROOT.resolve(unwritten.name());
            Emitter.emit(unwritten, folder);
            return folder;
        });
    }

    public static Path verilog(AcceleratorConfig config) {
        return folder(config).resolve(Emitter.VERILOG);
    }
}
