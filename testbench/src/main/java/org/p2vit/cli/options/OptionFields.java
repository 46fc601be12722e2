// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The options of a command together with what is said of their fields. */
final class OptionFields {
    private OptionFields() {}

    /** What is said of an option, if the field has it. */
    static <A extends Annotation> Optional<A> declared(ArgSpec option, Class<A> annotation) {
        return option.userObject() instanceof Field field
                ? Optional.ofNullable(field.getAnnotation(annotation))
                : Optional.empty();
    }

    /** How a message names it. */
    static String name(ArgSpec option) {
        return option instanceof OptionSpec named ? named.longestName() : option.paramLabel();
    }

    /** The values that an option has in this run, given or by default; none in a group that was not given. */
    static List<Object> values(ArgSpec option, ParseResult parsed) {
        boolean given = option instanceof OptionSpec named
                ? parsed.hasMatchedOption(named)
                : parsed.hasMatchedPositional((PositionalParamSpec) option);
        if (!given && option.group() != null) {
            return List.of();
        }
        Object value = option.getValue();
        Stream<?> values = value instanceof Collection<?> several
                ? several.stream()
                : value instanceof Map<?, ?> map ? map.values().stream() : Stream.ofNullable(value);
        return values.map(Object.class::cast).toList();
    }
}
