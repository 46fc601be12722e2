// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

import java.util.List;
import java.util.Optional;

/** Whether a machine takes a command, as its dispatcher decides (architecture §3.1), and why not. */
public final class CommandRules {
    private static final List<CommandField> SIGNALS =
            List.of(CommandFormat.SIGNAL_TILE, CommandFormat.SIGNAL_END_A, CommandFormat.SIGNAL_END_B);

    private final MachineLimits limits;

    public CommandRules(MachineLimits limits) {
        this.limits = limits;
    }

    /** What is wrong with a command, e.g. "rows is 0, but must be at least 1"; empty where nothing is. */
    public Optional<String> fault(CommandView command) {
        int number = command.get(CommandFormat.UNIT);
        if (number >= Unit.values().length || !Unit.values()[number].builtWith(limits.attention())) {
            return Optional.of("the machine has no unit " + number);
        }
        Unit unit = Unit.values()[number];
        boolean runs = command.get(CommandFormat.RUN) != 0;
        if (command.get(CommandFormat.RESERVED_OPCODE) != 0) {
            return Optional.of("bits of the opcode are set that have no meaning");
        } else if (unit == Unit.CONTROL && !runs) {
            return Optional.of("CONTROL can only end the program");
        }
        return syncFault(command, runs).or(() -> flagFault(command, unit)).or(() -> operandFault(command, unit, runs));
    }

    private static Optional<String> syncFault(CommandView command, boolean runs) {
        if (command.get(CommandFormat.RESERVED_SYNC) != 0) {
            return Optional.of("bits of word 1 are set that have no meaning");
        }
        if (!runs && (command.get(CommandFormat.WAIT_TILE) | command.get(CommandFormat.SIGNAL_TILE)) != 0) {
            return Optional.of("a command that does not run has no tiles to wait for or to signal");
        }
        List<Integer> signals =
                SIGNALS.stream().map(command::get).filter(id -> id != 0).toList();
        return signals.stream().distinct().count() == signals.size()
                ? Optional.empty()
                : Optional.of("one semaphore is signalled twice");
    }

    private Optional<String> flagFault(CommandView command, Unit unit) {
        int known = CommandFormat.of(unit).knownFlags(limits.attention());
        int unknown = command.get(CommandFormat.FLAGS) & ~known;
        return unknown == 0
                ? Optional.empty()
                : Optional.of(unit + " has no flag " + Integer.numberOfTrailingZeros(unknown) + " on this machine");
    }

    private Optional<String> operandFault(CommandView command, Unit unit, boolean runs) {
        return CommandFormat.of(unit).constraints().stream()
                .filter(constraint -> runs && !constraint.allows(command.get(constraint.field()), limits))
                .map(constraint -> constraint.field().name() + " is " + command.get(constraint.field())
                        + ", but must be " + constraint.text(limits))
                .findFirst();
    }
}
