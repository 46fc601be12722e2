// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

/** A range of token rows; {@code first} lies in the first tile. */
public record RowRange(int first, int count) {}
