// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.emit;

import java.util.List;
import java.util.Locale;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ConfigHash;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.register.ErrorCode;
import org.p2vit.hw.register.Register;
import org.p2vit.hw.register.RegisterMap;

/**
 * What every register file of an accelerator says.
 *
 * @param constants numbers that a driver needs beside the registers
 * @param registers by rising offset, with CONFIG_HASH as this configuration has it
 * @param errors the values of ERROR.CODE, from 0
 * @param ports of the top module
 */
record RegisterTable(
        AcceleratorConfig config,
        List<Constant> constants,
        List<Register> registers,
        List<ErrorCode> errors,
        List<Manifest.Port> ports) {
    /**
     * A number with a name.
     *
     * @param value unsigned
     * @param hexadecimal how people like to read it
     */
    record Constant(String name, long value, boolean hexadecimal) {
        /** The value as C, Python and JSON's readers write it. */
        String literal() {
            return hexadecimal ? String.format(Locale.ROOT, "0x%08x", value) : Long.toString(value);
        }
    }

    static RegisterTable of(AcceleratorConfig config, List<Manifest.Port> ports) {
        int configHash = ConfigHash.of(config);
        List<Constant> constants = List.of(
                new Constant("CONFIG_HASH_VALUE", Integer.toUnsignedLong(configHash), true),
                new Constant("ID_VALUE", RegisterMap.MAGIC, true),
                new Constant("VERSION_VALUE", RegisterMap.INTERFACE_VERSION, true),
                new Constant("PROGRAM_FORMAT_VERSION", Program.FORMAT_VERSION, false),
                new Constant("COMMAND_BYTES", Command.BYTES, false),
                new Constant("DRAM_WORD_BYTES", config.array().word(), false),
                new Constant("REGISTER_BYTES", 1L << RegisterMap.ADDRESS_BITS, false));
        List<Register> registers = RegisterMap.REGISTERS.stream()
                .map(register -> register == RegisterMap.CONFIG_HASH ? register.withReset(configHash) : register)
                .toList();
        return new RegisterTable(config, constants, registers, List.of(ErrorCode.values()), ports);
    }

    /** Whether {@code field} holds one of {@link #errors}. */
    boolean isErrorCode(Register register, Register.Field field) {
        return register.name().equals(RegisterMap.ERROR.name()) && field.name().equals("CODE");
    }
}
