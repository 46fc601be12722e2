// SPDX-License-Identifier: Apache-2.0
/**
 * The golden kernels: the operations of the numeric contract on row-major arrays, in {@code int} and {@code long} only.
 * They trust their arguments; the bounds are checked by the records of {@code org.p2vit.quant.model}.
 */
package org.p2vit.quant.kernel;
