// SPDX-License-Identifier: Apache-2.0
/** Which kinds, flags, sizes and neighbourhoods of commands whole simulations have run: bins from the tables of the command format. */
package org.p2vit.testbench.coverage.bins;
