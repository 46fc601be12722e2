// SPDX-License-Identifier: Apache-2.0
/** Quantized networks in forms that other programs read: C99 source and NumPy archives, see {@code quant-golden/doc/exchange.md}. */
package org.p2vit.quant.exchange;
