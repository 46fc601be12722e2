// SPDX-License-Identifier: Apache-2.0
/** Pictures of design spaces. */
package org.p2vit.testbench.exploration;
