// SPDX-License-Identifier: Apache-2.0
/** What counts as work, and how much of the hardware's time it fills. */
package org.p2vit.testbench.measure;
