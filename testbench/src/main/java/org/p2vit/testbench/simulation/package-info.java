// SPDX-License-Identifier: Apache-2.0
/** A workload on the simulated accelerator: emit, build, run, compare, measure. */
package org.p2vit.testbench.simulation;
