// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import java.math.BigDecimal;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.IOptionRenderer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Makes {@link Bounds} known to users, and holds them to it. */
public final class NumberRanges {
    private NumberRanges() {}

    /** @throws ParameterException naming option, value and range */
    public static void check(CommandSpec command, ParseResult parsed) {
        for (ArgSpec option : command.args()) {
            OptionFields.declared(option, Bounds.class)
                    .ifPresent(bounds -> OptionFields.values(option, parsed).forEach(value -> {
                        double number = ((Number) value).doubleValue();
                        if (!(number >= bounds.min() && number <= bounds.max())) {
                            throw new ParameterException(
                                    command.commandLine(),
                                    OptionFields.name(option) + " is " + value + "; it must be " + range(bounds));
                        }
                    }));
        }
    }

    /** Such as {@code 1 to 1000}. */
    static String range(Bounds bounds) {
        return text(bounds.min()) + " to " + text(bounds.max());
    }

    private static String text(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    /** Help that adds the range to the last line of an option's description. */
    public static void showIn(CommandLine application) {
        application.setHelpFactory((command, colours) -> new Help(command, colours) {
            @Override
            public IOptionRenderer createDefaultOptionRenderer() {
                IOptionRenderer plain = super.createDefaultOptionRenderer();
                return (option, label, scheme) -> OptionFields.declared(option, Bounds.class)
                        .map(bounds -> withRange(plain.render(option, label, scheme), bounds, scheme))
                        .orElseGet(() -> plain.render(option, label, scheme));
            }
        });
    }

    private static Text[][] withRange(Text[][] rows, Bounds bounds, ColorScheme scheme) {
        Text[] last = Arrays.copyOf(rows[rows.length - 1], rows[rows.length - 1].length);
        last[last.length - 1] =
                last[last.length - 1].concat(scheme.ansi().new Text(" " + capital(range(bounds)) + "."));
        rows[rows.length - 1] = last;
        return rows;
    }

    private static String capital(String range) {
        return "From " + range;
    }
}
