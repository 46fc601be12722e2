// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.check;

/**
 * How to see the same run again.
 *
 * @param seed of everything random in it
 * @param command to type at the root of the repository
 */
public record Repeat(long seed, String command) {
    /** Repeats all cases of a test class of this module. */
    public static Repeat test(Class<?> test, long seed) {
        return new Repeat(
                seed,
                "mvn -pl testbench -am test -Dsurefire.failIfNoSpecifiedTests=false -Dtest=" + test.getSimpleName());
    }

    @Override
    public String toString() {
        return "seed " + seed + "; repeat: " + command;
    }
}
