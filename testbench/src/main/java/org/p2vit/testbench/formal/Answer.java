// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.formal;

/** What a tool says to a question. */
public enum Answer {
    YES,
    NO,
    /** The time ended before it said anything, or it broke down. Nothing follows from that. */
    NONE
}
