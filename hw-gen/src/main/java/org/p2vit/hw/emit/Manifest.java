// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.emit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.p2vit.hw.buffer.BufferTable;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ConfigHash;
import org.p2vit.hw.register.RegisterMap;
import org.p2vit.hw.top.Accelerator;
import org.p2vit.quant.storage.OutputFolder;

/**
 * Content of {@code manifest.json}: what software, packaging and tests must know of an emitted accelerator.
 *
 * @param tool marks the folder as ours, see {@link OutputFolder}
 * @param manifestVersion version of this file's form
 * @param config the configuration with all its parameters
 * @param configHash value of register CONFIG_HASH, 8 hexadecimal digits
 * @param programFormatVersion {@link Program#FORMAT_VERSION}
 * @param interfaceVersion value of register VERSION, hexadecimal
 * @param top name of the Verilog module
 * @param macsPerCycle multiply-accumulates of the array in a cycle
 * @param bufferBytes size of each buffer, by its name in the configuration
 * @param verilog the file with the top module and everything below it
 * @param companions the files beside it: the registers for each kind of reader
 * @param ports of the top module
 */
public record Manifest(
        String tool,
        int manifestVersion,
        AcceleratorConfig config,
        String configHash,
        int programFormatVersion,
        String interfaceVersion,
        String top,
        int macsPerCycle,
        Map<String, Long> bufferBytes,
        Product verilog,
        List<Product> companions,
        List<Port> ports) {
    /** Version of the form described here. */
    public static final int VERSION = 3;

    /**
     * One emitted file.
     *
     * @param sha256 hexadecimal
     */
    public record Product(String file, int bytes, String sha256) {}

    /**
     * A port of the top module.
     *
     * @param direction {@code input} or {@code output}
     * @param width in bits
     */
    public record Port(String name, String direction, int width) {}

    static Manifest of(AcceleratorConfig config, Product verilog, List<Product> companions, List<Port> ports) {
        return new Manifest(
                OutputFolder.TOOL,
                VERSION,
                config,
                String.format(Locale.ROOT, "%08x", ConfigHash.of(config)),
                Program.FORMAT_VERSION,
                String.format(Locale.ROOT, "0x%08x", RegisterMap.INTERFACE_VERSION),
                Accelerator.MODULE,
                config.array().macsPerCycle(),
                bytes(config),
                verilog,
                companions,
                ports);
    }

    private static Map<String, Long> bytes(AcceleratorConfig config) {
        Map<String, Long> bytes = new LinkedHashMap<>();
        new BufferTable(config)
                .all()
                .forEach(buffer -> bytes.put(buffer.buffer().key(), buffer.bytes()));
        return bytes;
    }
}
