// SPDX-License-Identifier: Apache-2.0
/**
 * SHIFTMM: attention times values with logarithmic weights, by shifts and additions. In go commands, codes and values,
 * out come words of quotients. Arithmetic: contract §5.2; structure and rates: {@code hw-gen/doc/units/shiftmm.md}.
 */
package org.p2vit.hw.unit.shiftmm;
