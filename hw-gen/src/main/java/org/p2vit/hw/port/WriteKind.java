// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.port;

/** What the writer of a buffer that is never refused can do. */
public enum WriteKind {
    /** Writes words. */
    WORDS,
    /** Writes words, or a byte of every bank for each lane. */
    COLUMNS,
    /** A word stays the greatest of those that were written since it was last said to be the first. */
    GREATEST
}
