// SPDX-License-Identifier: Apache-2.0
/**
 * On-chip buffers of several banks: who is served when two want the same bank. Ports are those of {@code port}; which
 * buffers there are is said in {@code buffer}. See {@code hw-gen/doc/units/buffers.md} and architecture §2.
 */
package org.p2vit.hw.memory;
