// SPDX-License-Identifier: Apache-2.0
/** Chooses kinds of layers, such as 4-bit or sparse weights: coarsely by the curvature of the loss, finely by evolution. */
package org.p2vit.quant.search;
