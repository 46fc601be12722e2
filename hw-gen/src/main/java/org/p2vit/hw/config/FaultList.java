// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.p2vit.quant.InvalidInputException;

/** Everything that is wrong with a file, by line. */
final class FaultList {
    private record Fault(int line, String sentence) {
        @Override
        public String toString() {
            return line > 0 ? "line " + line + ": " + sentence : sentence;
        }
    }

    private final String source;
    private final List<Fault> faults = new ArrayList<>();

    /** @param source how the user called the file */
    FaultList(String source) {
        this.source = source;
    }

    /** @param line from 1; 0 where no line is at fault */
    void add(int line, String sentence) {
        faults.add(new Fault(line, sentence));
    }

    boolean isEmpty() {
        return faults.isEmpty();
    }

    /** One sentence for one fault; a line for each where there are more. */
    InvalidInputException refusal() {
        List<String> lines = faults.stream()
                .sorted(Comparator.comparingInt(Fault::line))
                .map(Fault::toString)
                .distinct()
                .toList();
        return lines.size() == 1
                ? new InvalidInputException(source + ": " + lines.get(0))
                : new InvalidInputException(source + " has " + lines.size() + " faults:", lines);
    }
}
