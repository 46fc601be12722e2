// SPDX-License-Identifier: Apache-2.0
/** Modules around cells that are areas, not modules, so that properties of them can be proven. */
package org.p2vit.testbench.formal.design;
