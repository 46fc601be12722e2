// SPDX-License-Identifier: Apache-2.0
package org.p2vit.spark;

import java.io.Serializable;

/**
 * A piece of a job.
 *
 * @param index its place among the pieces, from 0
 */
record NumberedPiece<P extends Serializable>(int index, P piece) implements Serializable {}
