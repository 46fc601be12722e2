// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

import java.util.List;
import java.util.function.ToIntFunction;

/** What a field of a running command must hold to. The hardware refuses a command that does not (error ILLEGAL_OPERAND). */
public sealed interface CommandConstraint {
    CommandField field();

    /** Whether {@code value} is allowed on a machine. */
    boolean allows(int value, MachineLimits limits);

    /** What is allowed, in words: "at least 1". */
    String text(MachineLimits limits);

    /** At least 1. */
    record NotZero(CommandField field) implements CommandConstraint {
        @Override
        public boolean allows(int value, MachineLimits limits) {
            return value != 0;
        }

        @Override
        public String text(MachineLimits limits) {
            return "at least 1";
        }
    }

    /** Below a number that the machine has. */
    record Below(CommandField field, ToIntFunction<MachineLimits> limit) implements CommandConstraint {
        @Override
        public boolean allows(int value, MachineLimits limits) {
            return value < limit.applyAsInt(limits);
        }

        @Override
        public String text(MachineLimits limits) {
            return "at most " + (limit.applyAsInt(limits) - 1);
        }
    }

    /** At most a number that the machine has. */
    record AtMost(CommandField field, ToIntFunction<MachineLimits> limit) implements CommandConstraint {
        @Override
        public boolean allows(int value, MachineLimits limits) {
            return value <= limit.applyAsInt(limits);
        }

        @Override
        public String text(MachineLimits limits) {
            return "at most " + limit.applyAsInt(limits);
        }
    }

    /** One of the codes that the machine knows, as far as {@code among} admits them. */
    record OneOf(CodedField<?> coded, List<? extends CommandCode> among) implements CommandConstraint {
        OneOf(CodedField<?> coded) {
            this(coded, coded.codes());
        }

        @Override
        public CommandField field() {
            return coded.field();
        }

        /** The numbers that are allowed, rising. */
        public List<Integer> codes(MachineLimits limits) {
            return among.stream()
                    .filter(code -> code.knownTo(limits.attention()))
                    .map(CommandCode::code)
                    .sorted()
                    .toList();
        }

        @Override
        public boolean allows(int value, MachineLimits limits) {
            return codes(limits).contains(value);
        }

        @Override
        public String text(MachineLimits limits) {
            return "one of " + codes(limits);
        }
    }
}
