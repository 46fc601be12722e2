// SPDX-License-Identifier: Apache-2.0
package org.p2vit;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.reflect.Executable;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Calls whose result depends on the language or the character set of the machine they run on.
 *
 * <p>Not a list of names: a method or constructor of the JDK does if it has a sibling that takes a {@link Locale} or
 * {@link Charset} beside the same parameters. {@link #WITHOUT_SIBLING} are those for which that does not hold.
 */
final class PlatformDefaults {
    /** Owner and name; all overloads. */
    private static final Set<String> WITHOUT_SIBLING = Set.of(
            "java.lang.String.formatted",
            "java.util.Locale.getDefault",
            "java.nio.charset.Charset.defaultCharset",
            "java.util.Scanner.<init>",
            "java.text.DecimalFormat.<init>",
            "java.text.MessageFormat.format",
            "java.io.Console.printf",
            "java.io.Console.format");

    /** UTF-8 by their contract where no character set is named. */
    private static final Set<String> UTF_8 = Set.of("java.nio.file.Files");

    private PlatformDefaults() {}

    /** Calls and method references. */
    static DescribedPredicate<JavaAccess<?>> use() {
        return DescribedPredicate.describe(
                "a call that takes the machine's language or character set; name Locale.ROOT or UTF_8",
                access -> access.getTarget() instanceof CodeUnitAccessTarget target && varies(target));
    }

    private static boolean varies(CodeUnitAccessTarget target) {
        String owner = target.getOwner().getName();
        if (!owner.startsWith("java.") || UTF_8.contains(owner)) {
            return false;
        }
        if (WITHOUT_SIBLING.contains(owner + "." + target.getName())) {
            return true;
        }
        List<String> given =
                target.getRawParameterTypes().stream().map(JavaClass::getName).toList();
        return named(target).map(PlatformDefaults::parameters).anyMatch(sibling -> addsOne(given, sibling));
    }

    private static Stream<? extends Executable> named(CodeUnitAccessTarget target) {
        Class<?> owner = target.getOwner().reflect();
        return target.getName().equals("<init>")
                ? Arrays.stream(owner.getConstructors())
                : Arrays.stream(owner.getMethods())
                        .filter(method -> method.getName().equals(target.getName()));
    }

    private static List<String> parameters(Executable method) {
        return Arrays.stream(method.getParameterTypes()).map(Class::getName).toList();
    }

    /** Whether {@code sibling} is {@code given} and, at any place, a locale or a character set, perhaps a flag too. */
    private static boolean addsOne(List<String> given, List<String> sibling) {
        for (String extra : List.of(Locale.class.getName(), Charset.class.getName())) {
            List<String> rest = new ArrayList<>(sibling);
            if (rest.remove(extra) && (rest.equals(given) || (rest.remove("boolean") && rest.equals(given)))) {
                return true;
            }
        }
        return false;
    }
}
