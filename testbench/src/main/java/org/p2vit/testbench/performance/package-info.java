// SPDX-License-Identifier: Apache-2.0
/** Measures whole inferences on the simulated RTL and puts the figures beside predictions and published ones. */
package org.p2vit.testbench.performance;
