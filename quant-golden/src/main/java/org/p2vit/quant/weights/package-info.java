// SPDX-License-Identifier: Apache-2.0
/**
 * Trained networks: reading the files of others, and the float network as data. In goes a safetensors file, or an index
 * of several, with what stands beside it; out comes a {@link org.p2vit.quant.weights.Checkpoint} whose dimensions agree
 * with everything that was said about them, or a refusal. Nothing in a file is believed unchecked; see
 * {@code quant-golden/doc/checkpoints.md}.
 */
package org.p2vit.quant.weights;
