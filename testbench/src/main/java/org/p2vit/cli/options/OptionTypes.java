// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.calibration.options.Technique;
import org.p2vit.quant.config.ImageSize;
import org.p2vit.quant.model.Activation;
import org.p2vit.quant.model.Architecture;
import org.p2vit.quant.model.BitWidths;
import org.p2vit.quant.model.PreprocessWords;
import org.p2vit.quant.model.Readout;
import org.p2vit.quant.model.VitShape;
import org.p2vit.testbench.performance.WeightBits;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Types of options that picocli does not know. A value that does not fit is a fault of usage, found before any work. */
public final class OptionTypes {
    /** Java's own parsers take the digits of every script and letters behind fractions; these are never what a script means. */
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");

    private static final Pattern FRACTION = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

    /** One for each type of option; a test fails for a type that is not here. */
    static final Map<Class<?>, Function<String, ?>> NUMBERS = Map.of(
            int.class, whole(Integer::valueOf),
            Integer.class, whole(Integer::valueOf),
            long.class, whole(Long::valueOf),
            Long.class, whole(Long::valueOf),
            double.class, OptionTypes::fraction,
            Double.class, OptionTypes::fraction);

    private OptionTypes() {}

    private static <T> Function<String, T> whole(Function<String, T> parser) {
        return text -> {
            if (!WHOLE.matcher(text).matches()) {
                throw new TypeConversionException("'" + text + "' is no whole number in the digits 0 to 9");
            }
            try {
                return parser.apply(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' is too large a number");
            }
        };
    }

    private static Double fraction(String text) {
        if (!FRACTION.matcher(text).matches()) {
            throw new TypeConversionException("'" + text + "' is no number in the digits 0 to 9 with a decimal point");
        }
        return Double.valueOf(text);
    }

    @SuppressWarnings("unchecked")
    private static <T> ITypeConverter<T> number(Function<String, ?> parser) {
        return text -> (T) parser.apply(text);
    }

    public static void registerIn(CommandLine application) {
        application.registerConverter(Path.class, OptionTypes::path);
        NUMBERS.forEach((type, parser) -> application.registerConverter(type, number(parser)));
        application.registerConverter(Activation.class, named(Activation::ofLabel));
        application.registerConverter(Readout.class, named(Readout::ofLabel));
        application.registerConverter(Architecture.class, named(Architecture::named));
        application.registerConverter(MemoryTiming.class, named(MemoryTiming::named));
        application.registerConverter(WeightBits.class, named(WeightBits::named));
        application.registerConverter(BitWidths.class, named(BitWidths::parse));
        application.registerConverter(ImageSize.class, named(text -> ImageSize.parse(text, "the value")));
        application.registerConverter(Technique.class, named(TechniqueOptions::named));
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException(fault(text, e));
        }
    }

    /** The path that is the value of an option of another type. */
    static Path pathIn(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new UsageException(fault(text, e));
        }
    }

    private static String fault(String text, InvalidPathException why) {
        return "'" + text + "' can be no path: " + why.getReason()
                + "; names that are not ASCII need a locale such as LC_ALL=C.UTF-8";
    }

    /** A value that can be judged only when the model is known; still a fault of usage. */
    static void fitting(String option, Runnable check) {
        fitting(option, () -> {
            check.run();
            return option;
        });
    }

    /** As above, with the value that is found. */
    static <T> T fitting(String option, Supplier<T> parser) {
        try {
            return parser.get();
        } catch (InvalidInputException e) {
            throw new UsageException("invalid value for option '" + option + "': " + e.getMessage());
        }
    }

    /** What a user says of the way of images to size, if it is said, once it is known to fit a network of this shape. */
    public static Optional<String> preprocess(String text, VitShape shape) {
        return Optional.ofNullable(text).map(words -> {
            fitting("--preprocess", () -> PreprocessWords.read(words, shape.imageHeight(), shape.imageWidth()));
            return words;
        });
    }

    private static <T> ITypeConverter<T> named(Function<String, T> parser) {
        return text -> {
            try {
                return parser.apply(text);
            } catch (InvalidInputException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
    }
}
