// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.exploration;

import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.quant.model.QuantizedVit;

/**
 * What to predict the cycles and resources of.
 *
 * @param label of the network in the report
 * @param like the configuration that has what is not of the array's shape
 */
public record ExplorationRequest(String label, QuantizedVit network, AcceleratorConfig like, MemoryTiming memory) {}
