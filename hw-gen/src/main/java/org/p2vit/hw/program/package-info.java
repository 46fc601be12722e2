// SPDX-License-Identifier: Apache-2.0
/**
 * The machine's language as data: 32-byte commands field by field, the units they are for and the semaphores in them
 * (architecture §3.1). The compiler writes it; hardware, checks, estimates and simulation read it from here.
 */
package org.p2vit.hw.program;
