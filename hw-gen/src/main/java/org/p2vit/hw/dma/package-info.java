// SPDX-License-Identifier: Apache-2.0
/**
 * Between DRAM and the buffers: fetching the program, LOAD and STORE, and the one read channel they share. In go commands
 * and regions of addresses, out come AXI4 bursts that stay inside them. See {@code hw-gen/doc/units/dma.md}.
 */
package org.p2vit.hw.dma;
