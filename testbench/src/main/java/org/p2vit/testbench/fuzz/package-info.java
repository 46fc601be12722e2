// SPDX-License-Identifier: Apache-2.0
/**
 * Random configurations with random networks, memories and batches: each is emitted, linted, built, run, compared in every word and
 * measured against the prediction. A case is one line of text that repeats it; one that fails is made as small as it can be. See
 * {@code testbench/doc/fuzzing.md}.
 */
package org.p2vit.testbench.fuzz;
