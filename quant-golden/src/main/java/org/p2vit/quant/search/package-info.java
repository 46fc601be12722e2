// SPDX-License-Identifier: Apache-2.0
/** Chooses which layers have 4-bit weights: coarsely by the curvature of the loss, finely by evolution. */
package org.p2vit.quant.search;
