// SPDX-License-Identifier: Apache-2.0
/**
 * Whole inferences that are disturbed: errors and silence of memory, resets, aborts, damaged programs, registers that are wrong or written at
 * the wrong time. Every run must end in bounded time with its defined error and an interrupt, or with the right result where the disturbance is
 * harmless; nothing may be read or written where it does not belong; and every word of the next run must be right after the
 * sequence that {@code hw-gen/doc/units/control.md} demands. See {@code testbench/doc/chaos.md}.
 */
package org.p2vit.testbench.chaos;
