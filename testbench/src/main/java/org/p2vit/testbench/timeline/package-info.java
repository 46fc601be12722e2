// SPDX-License-Identifier: Apache-2.0
/** Pictures of which unit worked when, from the hardware's own counters. */
package org.p2vit.testbench.timeline;
