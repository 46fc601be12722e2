// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.coverage.bins;

import java.util.List;

/**
 * The bins of one machine.
 *
 * @param machine name of its configuration
 * @param missing those that no run reached, in alphabetical order
 */
public record BinResult(String machine, int reached, int all, List<String> missing) {}
