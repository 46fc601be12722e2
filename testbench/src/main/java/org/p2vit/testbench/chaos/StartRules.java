// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.chaos;

import java.math.BigInteger;
import java.util.List;
import java.util.function.Function;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.register.ErrorCode;
import org.p2vit.hw.register.Register;
import org.p2vit.hw.register.RegisterMap;

/**
 * What a start must find wrong with its registers, from the words of control.md; {@link ErrorCode#NONE} if nothing. Shares nothing with the
 * hardware's check.
 *
 * @param addressBits of the memory port
 * @param wordBytes of a DRAM word
 */
record StartRules(int addressBits, int wordBytes) {
    private static final BigInteger COMMAND = BigInteger.valueOf(Command.BYTES);
    private static final List<Register[]> REGIONS = List.of(
            new Register[] {
                RegisterMap.MODEL_LOW, RegisterMap.MODEL_HIGH, RegisterMap.MODEL_SIZE_LOW, RegisterMap.MODEL_SIZE_HIGH
            },
            new Register[] {
                RegisterMap.INPUT_LOW, RegisterMap.INPUT_HIGH, RegisterMap.INPUT_SIZE_LOW, RegisterMap.INPUT_SIZE_HIGH
            },
            new Register[] {
                RegisterMap.OUTPUT_LOW,
                RegisterMap.OUTPUT_HIGH,
                RegisterMap.OUTPUT_SIZE_LOW,
                RegisterMap.OUTPUT_SIZE_HIGH
            });

    ErrorCode judge(Function<Register, Long> registers) {
        long images = registers.apply(RegisterMap.IMAGES);
        long commands = registers.apply(RegisterMap.PROGRAM_COMMANDS);
        long loop = registers.apply(RegisterMap.LOOP_COMMANDS);
        long most = 1L << RegisterMap.PROGRAM_COMMAND_BITS;
        if (images == 0 || images > 1 && loop % most == 0) {
            return ErrorCode.ILLEGAL_IMAGES;
        }
        BigInteger program = wide(registers, RegisterMap.PROGRAM_HIGH, RegisterMap.PROGRAM_LOW);
        boolean aligned = aligned(program)
                && registers.apply(RegisterMap.INPUT_STRIDE) % wordBytes == 0
                && registers.apply(RegisterMap.OUTPUT_STRIDE) % wordBytes == 0
                && REGIONS.stream().allMatch(region -> aligned(wide(registers, region[1], region[0])));
        if (!aligned) {
            return ErrorCode.UNALIGNED_ADDRESS;
        }
        BigInteger programBytes = COMMAND.multiply(BigInteger.valueOf(commands + loop));
        boolean fits = commands < most
                && loop < most
                && fits(program, programBytes)
                && REGIONS.stream()
                        .allMatch(region ->
                                fits(wide(registers, region[1], region[0]), wide(registers, region[3], region[2])));
        return fits ? ErrorCode.NONE : ErrorCode.ADDRESS_OVERFLOW;
    }

    private boolean aligned(BigInteger address) {
        return address.mod(BigInteger.valueOf(wordBytes)).signum() == 0;
    }

    /** A region of no bytes at the first address behind memory is outside, too. */
    private boolean fits(BigInteger base, BigInteger size) {
        BigInteger all = BigInteger.ONE.shiftLeft(addressBits);
        return base.compareTo(all) < 0
                && size.compareTo(all) < 0
                && base.add(size).compareTo(all) <= 0;
    }

    private static BigInteger wide(Function<Register, Long> registers, Register high, Register low) {
        return BigInteger.valueOf(registers.apply(high))
                .shiftLeft(Register.BITS)
                .or(BigInteger.valueOf(registers.apply(low)));
    }
}
