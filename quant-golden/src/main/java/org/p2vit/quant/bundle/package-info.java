// SPDX-License-Identifier: Apache-2.0
/** The quantized-model bundle: one checked file per network, described in {@code quant-golden/doc/bundle.md}. */
package org.p2vit.quant.bundle;
