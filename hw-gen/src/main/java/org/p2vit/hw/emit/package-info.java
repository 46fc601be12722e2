// SPDX-License-Identifier: Apache-2.0

/** Writes an accelerator as files: Verilog, and what software and tools must know of it, all from the same data. */
package org.p2vit.hw.emit;
