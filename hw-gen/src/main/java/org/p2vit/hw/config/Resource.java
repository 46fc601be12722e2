// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

/**
 * What a device has a limited number of, and how much of it a design should take at most. Fuller devices are hard to route at
 * speed. The limits are AMD's recommendations as the FINN project keeps them ({@code finn/util/platforms.py}); for DSP, 80 there, this project allows
 * 92.
 */
public enum Resource {
    LUT(70),
    FF(50),
    DSP(92),
    BRAM36(80),
    URAM(80);

    private final int limitPercent;

    Resource(int limitPercent) {
        this.limitPercent = limitPercent;
    }

    public int limitPercent() {
        return limitPercent;
    }
}
