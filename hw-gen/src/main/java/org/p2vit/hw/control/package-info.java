// SPDX-License-Identifier: Apache-2.0
/**
 * Who may run, and when: registers and the life of a run, dispatch of commands to the queues of the units, and the
 * semaphores that units wait for and signal. No data passes through here. See {@code hw-gen/doc/units/control.md}.
 */
package org.p2vit.hw.control;
