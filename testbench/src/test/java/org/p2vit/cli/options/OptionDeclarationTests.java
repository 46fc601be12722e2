// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2vit.cli.Main;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

/** Every option of every command says what files it is about and which numbers are possible; new ones cannot forget it. */
class OptionDeclarationTests {
    private static final Set<Class<?>> NUMBERS = Set.of(
            int.class, long.class, double.class, float.class, Integer.class, Long.class, Double.class, Float.class);

    static List<CommandLine> commands() {
        return List.copyOf(Main.commandLine().getSubcommands().values());
    }

    @Test
    void allCommandsAreLookedAt() {
        assertThat(commands()).hasSizeGreaterThanOrEqualTo(19);
        assertThat(commands().stream().flatMap(OptionDeclarationTests::options).filter(o -> types(o).anyMatch(
                                NUMBERS::contains)))
                .hasSizeGreaterThan(25);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyPathSaysWhatItIsFor(CommandLine command) {
        assertThat(options(command).filter(option -> types(option).anyMatch(type -> type == Path.class)))
                .allSatisfy(option -> assertThat(OptionFields.declared(option, FileUse.class))
                        .as("@FileUse of " + OptionFields.name(option))
                        .isPresent());
        assertThat(options(command).filter(option -> Set.of("--config", "--configs", "--like")
                        .contains(OptionFields.name(option))))
                .allSatisfy(option -> assertThat(OptionFields.declared(option, FileUse.class))
                        .hasValueSatisfying(use -> assertThat(use.value()).isEqualTo(FileUse.Kind.CONFIGURATION)));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyNumberHasBoundsThatTheHelpShows(CommandLine command) {
        String help = command.getUsageMessage().replaceAll("\\s+", " ");
        assertThat(options(command).filter(option -> types(option).anyMatch(NUMBERS::contains)))
                .allSatisfy(option -> {
                    if (OptionFields.declared(option, AnyNumber.class).isEmpty()) {
                        Bounds bounds =
                                OptionFields.declared(option, Bounds.class).orElseThrow();
                        assertThat(bounds.min()).isLessThan(bounds.max());
                        assertThat(help).contains("From " + NumberRanges.range(bounds) + ".");
                    }
                });
    }

    private static Stream<ArgSpec> options(CommandLine command) {
        return command.getCommandSpec().args().stream();
    }

    private static Stream<Class<?>> types(ArgSpec option) {
        return Stream.concat(Stream.of(option.type()), Stream.of(option.auxiliaryTypes()));
    }
}
