// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A function of the C driver as its header declares it.
 *
 * @param checked whether its result must not be dropped
 */
record DriverFunction(boolean checked, String result, String name, List<String> parameters) {
    private static final List<String> HEADERS =
            List.of("p2vit.h", "p2vit_image.h", "p2vit_selftest.h", "p2vit_answer.h", "p2vit_picture.h");
    private static final Pattern DECLARATION =
            Pattern.compile("(?m)^(P2VIT_CHECKED )?((?:const )?\\w+ \\*?)(p2vit_\\w+)\\(([^)]*)\\);");

    /** All of them, in the order of the headers. */
    static List<DriverFunction> all() {
        return HEADERS.stream()
                .map(header -> DriverProgram.FPGA.resolve("driver").resolve(header))
                .flatMap(DriverFunction::declaredIn)
                .toList();
    }

    private static Stream<DriverFunction> declaredIn(Path header) {
        try {
            return DECLARATION
                    .matcher(Files.readString(header))
                    .results()
                    .map(found -> new DriverFunction(
                            found.group(1) != null,
                            found.group(2).strip(),
                            found.group(3),
                            Arrays.asList(found.group(4).split(",\\s*"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The parameters that are pointers, but what the register macros take: that may be anything. */
    List<Integer> pointers() {
        return IntStream.range(0, parameters.size())
                .filter(i ->
                        parameters.get(i).contains("*") && !parameters.get(i).equals("void *registers"))
                .boxed()
                .toList();
    }

    /** The pointers that are memories. */
    List<Integer> memories() {
        return pointers().stream()
                .filter(i -> parameters.get(i).startsWith("const struct p2vit_memory *"))
                .toList();
    }

    /** A call with variables named as the types of the parameters, but for one argument; numbers are 1. */
    String call(int other, String argument) {
        return IntStream.range(0, parameters.size())
                .mapToObj(i -> i == other ? argument : argument(parameters.get(i)))
                .collect(Collectors.joining(", ", name + "(", ")"));
    }

    String call() {
        return call(-1, "");
    }

    private static String argument(String parameter) {
        Matcher typed = Pattern.compile("(?:struct (\\w+)|(uint\\d+_t)) \\*").matcher(parameter);
        if (typed.find()) {
            return "&a_" + (typed.group(1) != null ? typed.group(1) : typed.group(2));
        }
        return parameter.contains("*") ? "some_bytes" : "1";
    }
}
