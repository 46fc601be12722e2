// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.chaos;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import org.p2vit.hw.register.ErrorCode;
import org.p2vit.hw.register.Register;
import org.p2vit.hw.register.RegisterMap;

/**
 * A base, size, stride or count register is wrong at the start. What the start must refuse is known; what it must let pass ends as the
 * place or number says.
 */
record WrongRegister(Register register, long value) implements Injection {
    private static final List<Register> BASES = List.of(
            RegisterMap.PROGRAM_LOW,
            RegisterMap.MODEL_LOW,
            RegisterMap.INPUT_LOW,
            RegisterMap.OUTPUT_LOW,
            RegisterMap.PROGRAM_HIGH,
            RegisterMap.MODEL_HIGH,
            RegisterMap.INPUT_HIGH,
            RegisterMap.OUTPUT_HIGH);
    private static final List<Register> SIZES = List.of(
            RegisterMap.MODEL_SIZE_LOW,
            RegisterMap.INPUT_SIZE_LOW,
            RegisterMap.OUTPUT_SIZE_LOW,
            RegisterMap.MODEL_SIZE_HIGH,
            RegisterMap.INPUT_SIZE_HIGH,
            RegisterMap.OUTPUT_SIZE_HIGH,
            RegisterMap.PROGRAM_COMMANDS,
            RegisterMap.LOOP_COMMANDS,
            RegisterMap.IMAGES,
            RegisterMap.INPUT_STRIDE,
            RegisterMap.OUTPUT_STRIDE);
    private static final Set<ErrorCode> OF_ANY_PROGRAM = Set.of(
            ErrorCode.ILLEGAL_UNIT,
            ErrorCode.ILLEGAL_OPCODE,
            ErrorCode.ILLEGAL_OPERAND,
            ErrorCode.PROGRAM_OVERRUN,
            ErrorCode.READ_ERROR,
            ErrorCode.SEMAPHORE_ERROR,
            ErrorCode.TIMEOUT,
            ErrorCode.LOAD_OUT_OF_RANGE,
            ErrorCode.STORE_OUT_OF_RANGE);
    private static final int PAGE = 4096;

    static WrongRegister drawBase(SplittableRandom random, ChaosRig rig) {
        Register register = BASES.get(random.nextInt(BASES.size()));
        long value =
                switch (random.nextInt(6)) {
                    case 0 -> rig.read(register) + 1 + random.nextInt(PAGE);
                    case 1 -> (long) random.nextInt(rig.memoryBytes() / PAGE) * PAGE;
                    case 2 -> random.nextInt(rig.memoryBytes()) & -8L;
                    case 3 -> -(8L + random.nextInt(PAGE) & -8L);
                    case 4 -> 1L << random.nextInt(Register.BITS);
                    default -> random.nextInt() & -8L;
                };
        return new WrongRegister(register, value & 0xffff_ffffL);
    }

    static WrongRegister drawSize(SplittableRandom random, ChaosRig rig) {
        Register register = SIZES.get(random.nextInt(SIZES.size()));
        long right = rig.read(register);
        long value =
                switch (random.nextInt(6)) {
                    case 0 -> 0;
                    case 1 -> right - 1 - random.nextInt(16);
                    case 2 -> right + 1 + random.nextInt(16);
                    case 3 -> 1L << random.nextInt(Register.BITS);
                    case 4 -> random.nextInt(1 + (int) Math.min(right, Integer.MAX_VALUE - 1));
                    default -> random.nextInt();
                };
        return new WrongRegister(register, value & 0xffff_ffffL);
    }

    @Override
    public String text() {
        return String.format(Locale.ROOT, "%s = %08x", register.name(), value);
    }

    @Override
    public void prepare(ChaosRig rig) {
        rig.write(register, value);
    }

    @Override
    public Expectation expected(ChaosRig rig) {
        ErrorCode refused = rig.startRules().judge(rig::atStart);
        if (refused != ErrorCode.NONE) {
            return Expectation.error(refused);
        }
        return switch (register.name()) {
            case "PROGRAM_LOW" ->
                new Expectation(
                        Set.of(RunEnd.ERROR, RunEnd.RIGHT, RunEnd.OTHER_RESULT, RunEnd.INCOMPLETE, RunEnd.OUTLASTED),
                        OF_ANY_PROGRAM);
            case "MODEL_LOW", "INPUT_LOW" ->
                Expectation.error(ErrorCode.READ_ERROR).or(RunEnd.RIGHT, RunEnd.OTHER_RESULT);
            case "OUTPUT_LOW" ->
                rig.outputIsInMemory() ? Expectation.right() : Expectation.error(ErrorCode.WRITE_ERROR);
            case "MODEL_SIZE_LOW" -> smaller(rig.modelBytes(), ErrorCode.LOAD_OUT_OF_RANGE);
            case "INPUT_SIZE_LOW" -> smaller(rig.inputBytes(), ErrorCode.LOAD_OUT_OF_RANGE);
            case "OUTPUT_SIZE_LOW" -> smaller(rig.outputBytes(), ErrorCode.STORE_OUT_OF_RANGE);
            case "PROGRAM_COMMANDS" -> smaller(rig.commands(), ErrorCode.PROGRAM_OVERRUN);
            // The regions have room for one image.
            case "IMAGES" -> value == 1 ? Expectation.right() : Expectation.error(ErrorCode.LOAD_OUT_OF_RANGE);
            default -> Expectation.right();
        };
    }

    private Expectation smaller(long needed, ErrorCode code) {
        return value < needed ? Expectation.error(code) : Expectation.right();
    }
}
