// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.synthesis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Columns of DSP blocks that add what they multiply. Yosys makes none for UltraScale+ and would add in look-up tables, so the module that
 * stands for one is replaced by the same one of named blocks.
 */
final class DspColumns {
    private static final String CHAIN = "ProductChain";
    static final String BLOCKS = CHAIN + ".v";
    static final String TIMING = "DSP48E2.v";

    private DspColumns() {}

    /** Commands that name the blocks in a design as it was read. */
    static List<String> naming(ModuleTree tree, Path folder) throws IOException {
        if (!tree.has(CHAIN)) {
            return List.of();
        }
        copy(BLOCKS, folder);
        return List.of("delete " + CHAIN, "read_verilog " + BLOCKS);
    }

    /** Commands that say how long the blocks take. */
    static List<String> timing(ModuleTree tree, Path folder) throws IOException {
        if (!tree.has(CHAIN)) {
            return List.of();
        }
        copy(TIMING, folder);
        return List.of("read_verilog -lib -specify -overwrite " + TIMING);
    }

    private static void copy(String name, Path folder) throws IOException {
        Files.writeString(folder.resolve(name), text(name));
    }

    /** A file of Verilog beside this class. */
    static String text(String name) throws IOException {
        try (InputStream in = DspColumns.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
