// SPDX-License-Identifier: Apache-2.0
/** Do the words that the hardware made equal the words that the golden model made? Knows neither. */
package org.p2vit.testbench.check;
