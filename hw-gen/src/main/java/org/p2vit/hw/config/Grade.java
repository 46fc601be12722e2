// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

/** How much a configuration is tested. */
public enum Grade {
    /** Whole networks are co-simulated on it by the tests. */
    SUPPORTED,
    /** It generates and its units are checked; whole networks are not part of the tests. */
    EXPERIMENTAL
}
