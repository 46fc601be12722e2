// SPDX-License-Identifier: Apache-2.0
/** Numeric bounds and constants of the contract; shared by the golden model and the generator. */
package org.p2vit.quant.spec;
