// SPDX-License-Identifier: Apache-2.0
/** What parts of units take in look-up tables and flip-flops, from reports of synthesis. */
package org.p2vit.testbench.area;
