// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.emit;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ConfigHash;
import org.p2vit.hw.register.ErrorCode;
import org.p2vit.hw.register.Register;
import org.p2vit.hw.register.RegisterMap;
import org.p2vit.hw.top.Accelerator;

/**
 * Content of {@code manifest.json}: what software, packaging and tests must know of an emitted accelerator.
 *
 * @param manifestVersion version of this file's form
 * @param config the configuration with all its parameters
 * @param configHash value of register CONFIG_HASH, 8 hexadecimal digits
 * @param programFormatVersion {@link Program#FORMAT_VERSION}
 * @param interfaceVersion value of register VERSION, hexadecimal
 * @param top name of the Verilog module
 * @param macsPerCycle multiply-accumulates of the array in a cycle
 * @param bufferBytes size of each on-chip buffer
 * @param verilog the file with the top module and everything below it
 * @param header C header of the registers
 * @param manual description of the registers, Markdown
 */
public record Manifest(
        int manifestVersion,
        AcceleratorConfig config,
        String configHash,
        int programFormatVersion,
        String interfaceVersion,
        String top,
        int macsPerCycle,
        Map<String, Long> bufferBytes,
        Product verilog,
        Product header,
        Product manual,
        List<Port> ports,
        List<RegisterEntry> registers,
        List<ErrorEntry> errorCodes) {
    /** Version of the form described here. */
    public static final int VERSION = 1;

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

    /**
     * A register.
     *
     * @param offset byte offset, hexadecimal
     * @param reset what it reads before the first start, hexadecimal
     */
    public record RegisterEntry(
            String name,
            String offset,
            Register.Access access,
            String reset,
            String description,
            List<Register.Field> fields) {
        static RegisterEntry of(Register register) {
            return new RegisterEntry(
                    register.name(),
                    "0x%03x".formatted(register.offset()),
                    register.access(),
                    hex(register.reset()),
                    register.description(),
                    register.fields());
        }
    }

    /** A value of field CODE of register ERROR. */
    public record ErrorEntry(int code, String name, String meaning) {}

    static Manifest of(
            AcceleratorConfig config,
            List<Register> registers,
            List<Port> ports,
            Product verilog,
            Product header,
            Product manual) {
        return new Manifest(
                VERSION,
                config,
                "%08x".formatted(ConfigHash.of(config)),
                Program.FORMAT_VERSION,
                hex(RegisterMap.INTERFACE_VERSION),
                Accelerator.MODULE,
                config.array().macsPerCycle(),
                config.buffers().bytes(config.array()),
                verilog,
                header,
                manual,
                ports,
                registers.stream().map(RegisterEntry::of).toList(),
                Arrays.stream(ErrorCode.values())
                        .map(code -> new ErrorEntry(code.ordinal(), code.name(), code.meaning()))
                        .toList());
    }

    private static String hex(int value) {
        return "0x%08x".formatted(value);
    }
}
