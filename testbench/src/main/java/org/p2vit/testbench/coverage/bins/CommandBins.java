// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.coverage.bins;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.program.CodedField;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.CommandCode;
import org.p2vit.hw.program.CommandConstraint;
import org.p2vit.hw.program.CommandField;
import org.p2vit.hw.program.CommandFlag;
import org.p2vit.hw.program.CommandFormat;
import org.p2vit.hw.program.CommandLayout;
import org.p2vit.hw.program.MachineLimits;
import org.p2vit.hw.program.Unit;

/**
 * The bins of one machine, made from the tables of the command format, so that a new unit, flag, code or size has its bins at once: each kind of
 * command with each value of each flag, with each size at its edges, and behind each kind that the same unit had before; all of them with a memory
 * that stalls and with one that does not. A kind is a unit with the code that decides what it does, or a command that only waits and signals.
 */
public final class CommandBins {
    private static final String SYNC = "sync";
    private static final String[] MEMORIES = {"steady", "stalling"};

    private final MachineLimits limits;
    private final EdgeSizes sizes;

    public CommandBins(AcceleratorConfig config) {
        this.limits = MachineLimits.of(config);
        this.sizes = new EdgeSizes(config);
    }

    /** Every bin of the machine. */
    public SortedSet<String> all() {
        SortedSet<String> bins = new TreeSet<>();
        for (Unit unit : limits.units()) {
            List<String> kinds = kinds(unit);
            for (String kind : kinds) {
                if (!kind.equals(kind(unit, SYNC))) {
                    flags(unit).forEach(flag -> List.of(0, 1).forEach(set -> put(bins, kind, text(flag, set))));
                    sizes(unit)
                            .forEach(
                                    size -> sizes.of(size).keySet().forEach(edge -> put(bins, kind, text(size, edge))));
                }
                kinds.forEach(before -> put(bins, kind, "after " + before));
            }
        }
        return bins;
    }

    /** Those that a run reaches. */
    public SortedSet<String> of(Collection<Command> commands, boolean stalls) {
        SortedSet<String> bins = new TreeSet<>();
        Map<Unit, String> before = new EnumMap<>(Unit.class);
        for (Command command : commands) {
            Unit unit = command.unit();
            if (unit == Unit.CONTROL) {
                continue;
            }
            String kind = kind(command);
            List<String> reached = new ArrayList<>();
            if (command.run()) {
                flags(unit).forEach(flag -> reached.add(text(flag, command.has(flag) ? 1 : 0)));
                sizes(unit).forEach(size -> sizes.of(size).forEach((edge, holds) -> {
                    if (holds.test(command.get(size))) {
                        reached.add(text(size, edge));
                    }
                }));
            }
            if (before.containsKey(unit)) {
                reached.add("after " + before.get(unit));
            }
            before.put(unit, kind);
            reached.forEach(what -> bins.add(bin(kind, what, stalls ? 1 : 0)));
        }
        return bins;
    }

    private static void put(SortedSet<String> bins, String kind, String what) {
        for (int memory = 0; memory < MEMORIES.length; memory++) {
            bins.add(bin(kind, what, memory));
        }
    }

    private static String bin(String kind, String what, int memory) {
        return kind + ", " + what + ", " + MEMORIES[memory];
    }

    private static String text(CommandFlag flag, int set) {
        return flag.name() + " " + set;
    }

    private static String text(CommandField size, String edge) {
        return size.name() + " " + edge;
    }

    private List<String> kinds(Unit unit) {
        List<String> kinds = new ArrayList<>(List.of(kind(unit, SYNC)));
        codes(unit).forEach(code -> kinds.add(kind(unit, code.name())));
        if (kinds.size() == 1) {
            kinds.add(unit.name());
        }
        return kinds;
    }

    private String kind(Command command) {
        if (!command.run()) {
            return kind(command.unit(), SYNC);
        }
        return codes(command.unit()).stream()
                .filter(code ->
                        code.code() == command.get(deciding(command.unit()).field()))
                .map(code -> kind(command.unit(), code.name()))
                .findFirst()
                .orElse(command.unit().name());
    }

    private static String kind(Unit unit, String what) {
        return unit + " " + what;
    }

    /** The names of the last coded field, as far as the machine takes them; none where there is no such field. */
    private List<? extends CommandCode> codes(Unit unit) {
        CodedField<?> deciding = deciding(unit);
        return deciding == null
                ? List.of()
                : deciding.codes().stream()
                        .filter(code -> CommandFormat.of(unit).constraints().stream()
                                .filter(constraint -> constraint.field().equals(deciding.field()))
                                .allMatch(constraint -> constraint.allows(code.code(), limits)))
                        .toList();
    }

    private static CodedField<?> deciding(Unit unit) {
        List<CodedField<?>> coded = CommandFormat.of(unit).coded();
        return coded.isEmpty() ? null : coded.get(coded.size() - 1);
    }

    private List<CommandFlag> flags(Unit unit) {
        return CommandFormat.of(unit).flags().stream()
                .filter(flag -> flag.knownTo(limits.attention()))
                .toList();
    }

    /** What must not be zero is a size. */
    private static List<CommandField> sizes(Unit unit) {
        CommandLayout layout = CommandFormat.of(unit);
        return layout.constraints().stream()
                .filter(CommandConstraint.NotZero.class::isInstance)
                .map(CommandConstraint::field)
                .toList();
    }
}
