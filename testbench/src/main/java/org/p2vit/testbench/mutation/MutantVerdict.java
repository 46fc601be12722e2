// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

/**
 * What became of one mutant.
 *
 * @param by what showed it, or why it is equivalent; empty if nothing did
 */
public record MutantVerdict(String id, MutantStage stage, String by) {}
