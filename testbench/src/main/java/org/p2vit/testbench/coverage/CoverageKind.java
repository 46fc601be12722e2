// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.coverage;

import java.util.Locale;

/** What is counted. */
public enum CoverageKind {
    /** A line of an {@code always} block was executed. */
    LINE,
    /** An {@code if} went this way. */
    BRANCH,
    /** A bit of a signal changed its value, in either direction. */
    TOGGLE;

    /** As waivers and reports write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
