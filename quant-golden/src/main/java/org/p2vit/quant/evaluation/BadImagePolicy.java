// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.evaluation;

/** What an image that cannot be decoded does to an evaluation. */
public enum BadImagePolicy {
    /** It ends the evaluation with an error that names it. */
    STOP,
    /** It is left out, named and counted. */
    SKIP
}
