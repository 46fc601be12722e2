// SPDX-License-Identifier: Apache-2.0
/**
 * NORM: LayerNorm of token rows in integers, in two passes over a row. In go commands, words of the residual stream and
 * parameters, out come words of codes. Arithmetic: contract §3; structure and rates: {@code hw-gen/doc/units/norm.md}.
 */
package org.p2vit.hw.unit.norm;
