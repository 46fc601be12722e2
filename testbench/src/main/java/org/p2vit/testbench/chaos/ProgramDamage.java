// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.CommandField;
import org.p2vit.hw.program.CommandFlag;
import org.p2vit.hw.program.CommandFormat;
import org.p2vit.hw.program.EncodedCommand;
import org.p2vit.hw.program.Unit;
import org.p2vit.hw.register.ErrorCode;

/**
 * One word of one command is wrong: in a bit, a field, or all of it. With its own checksum the program is another program, so that it may do what
 * other programs do, inside its regions; with the checksum of the right one it is refused.
 */
record ProgramDamage(int command, Unit unit, String place, int word, int before, int after, boolean sealed)
        implements Injection {
    private static final Set<ErrorCode> CODES = Set.of(
            ErrorCode.ILLEGAL_UNIT,
            ErrorCode.ILLEGAL_OPCODE,
            ErrorCode.ILLEGAL_OPERAND,
            ErrorCode.PROGRAM_OVERRUN,
            ErrorCode.SEMAPHORE_ERROR,
            ErrorCode.TIMEOUT,
            ErrorCode.LOAD_OUT_OF_RANGE,
            ErrorCode.STORE_OUT_OF_RANGE);

    static ProgramDamage draw(ChaosKind kind, boolean sealed, SplittableRandom random, ChaosRig rig) {
        int command = command(random, rig);
        EncodedCommand encoded = rig.command(command);
        Unit unit = encoded.unit().orElseThrow();
        Place place =
                switch (kind) {
                    case PROGRAM_BIT -> Place.bit(random.nextInt(8 * Command.BYTES));
                    case PROGRAM_FIELD -> Place.of(field(unit, random));
                    default -> new Place("whole", random.nextInt(CommandFormat.WORDS), Integer.SIZE, 0);
                };
        int before = encoded.word(place.word());
        int after = before & ~place.mask() | place.value(before, random) & place.mask();
        if (after == before || kind == ChaosKind.PROGRAM_BIT) {
            after = before ^ Integer.lowestOneBit(place.mask());
        }
        return new ProgramDamage(command, unit, place.name(), place.word(), before, after, sealed);
    }

    /** Bits of a word. */
    private record Place(String name, int word, int bits, int low) {
        static Place bit(int bit) {
            int at = bit % Integer.SIZE;
            return new Place("bit " + at, bit / Integer.SIZE, 1, at);
        }

        static Place of(CommandField field) {
            return new Place(field.name(), field.word(), field.bits(), field.low());
        }

        int mask() {
            return -1 >>> Integer.SIZE - bits << low;
        }

        /** In its bits an end of the range, a neighbour of what is there, or anything. */
        int value(int before, SplittableRandom random) {
            int one = 1 << low;
            return switch (random.nextInt(5)) {
                case 0 -> 0;
                case 1 -> -1;
                case 2 -> before + one;
                case 3 -> before - one;
                default -> random.nextInt();
            };
        }
    }

    /** Every unit that has commands is as likely as the others. */
    private static int command(SplittableRandom random, ChaosRig rig) {
        List<Unit> units = IntStream.range(0, rig.commands())
                .mapToObj(i -> rig.command(i).unit())
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        Unit unit = units.get(random.nextInt(units.size()));
        int[] its = IntStream.range(0, rig.commands())
                .filter(i -> rig.command(i).unit().orElseThrow() == unit)
                .toArray();
        return its[random.nextInt(its.length)];
    }

    private static CommandField field(Unit unit, SplittableRandom random) {
        List<CommandField> fields = new ArrayList<>(CommandFormat.HEADER);
        fields.addAll(CommandFormat.of(unit).fields());
        CommandFormat.of(unit).flags().stream().map(CommandFlag::field).forEach(fields::add);
        return fields.get(random.nextInt(fields.size()));
    }

    @Override
    public String text() {
        return String.format(
                Locale.ROOT,
                "command %d, %s: %s, word %d is %08x, not %08x; checksum of %s",
                command,
                unit,
                place,
                word,
                after,
                before,
                sealed ? "this program" : "the right program");
    }

    @Override
    public void prepare(ChaosRig rig) {
        rig.setCommandWord(command, word, after);
        if (sealed) {
            rig.seal();
        }
    }

    @Override
    public Expectation expected(ChaosRig rig) {
        if (!sealed) {
            return Expectation.of(RunEnd.REFUSED);
        }
        return new Expectation(
                Set.of(RunEnd.RIGHT, RunEnd.OTHER_RESULT, RunEnd.INCOMPLETE, RunEnd.OUTLASTED, RunEnd.ERROR), CODES);
    }
}
