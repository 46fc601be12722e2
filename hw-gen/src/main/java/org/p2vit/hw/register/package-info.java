// SPDX-License-Identifier: Apache-2.0
/**
 * The registers as data ({@link org.p2vit.hw.register.RegisterMap}): decoder, bus models, drivers and documents are made
 * from this one table.
 */
package org.p2vit.hw.register;
