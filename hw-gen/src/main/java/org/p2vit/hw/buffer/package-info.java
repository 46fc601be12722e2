// SPDX-License-Identifier: Apache-2.0
/**
 * The on-chip buffers as data (architecture §2): which there are, how big, who writes and who reads. Hardware, compiler, estimates and
 * manifest take it from here.
 */
package org.p2vit.hw.buffer;
