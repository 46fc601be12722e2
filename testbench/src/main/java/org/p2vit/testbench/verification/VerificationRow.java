// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verification;

/**
 * One figure of a check, in words for people; the figures for machines stand elsewhere in the check's report.
 *
 * @param check what was looked at, such as {@code mutants of the Verilog}
 * @param space what it was drawn from or done on, such as {@code tiny, 91 modules}
 * @param measured the figure with its unit
 * @param target what the figure is held to, in the same unit
 * @param met whether it is
 */
public record VerificationRow(String check, String space, String measured, String target, boolean met) {}
