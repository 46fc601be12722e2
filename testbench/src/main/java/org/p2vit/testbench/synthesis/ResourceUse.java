// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.synthesis;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.p2vit.hw.config.Resource;

/**
 * What a design takes from a device.
 *
 * @param lut look-up tables, those used as distributed memory and shift registers included
 * @param memoryLut the look-up tables among them that are distributed memory or shift registers
 * @param ff flip-flops
 * @param dsp multiplier blocks
 * @param bram18 block memories of 18 Kbit; one of 36 Kbit counts two
 * @param uram UltraRAM blocks
 * @param latch latches; a correct design has none
 */
public record ResourceUse(long lut, long memoryLut, long ff, long dsp, long bram18, long uram, long latch) {
    static final ResourceUse NONE = new ResourceUse(0, 0, 0, 0, 0, 0, 0);

    /** Block memories of 36 Kbit, halves counted. */
    @JsonProperty
    public double bram36() {
        return bram18 / 2.0;
    }

    /** What of a device's resources it takes. */
    public double of(Resource resource) {
        return switch (resource) {
            case LUT -> lut;
            case FF -> ff;
            case DSP -> dsp;
            case BRAM36 -> bram36();
            case URAM -> uram;
        };
    }

    /** The sum of two designs. */
    public ResourceUse plus(ResourceUse other) {
        return new ResourceUse(
                lut + other.lut,
                memoryLut + other.memoryLut,
                ff + other.ff,
                dsp + other.dsp,
                bram18 + other.bram18,
                uram + other.uram,
                latch + other.latch);
    }

    /** This, with the DSP and memory blocks of another. */
    ResourceUse withBlocksOf(ResourceUse other) {
        return new ResourceUse(lut, memoryLut, ff, other.dsp, other.bram18, other.uram, latch);
    }

    /** As many copies of this design. */
    public ResourceUse times(long copies) {
        return new ResourceUse(
                lut * copies,
                memoryLut * copies,
                ff * copies,
                dsp * copies,
                bram18 * copies,
                uram * copies,
                latch * copies);
    }

    /**
     * What one primitive of AMD's library takes.
     *
     * @throws IllegalArgumentException for a memory primitive that is not in the table, lest it be counted as nothing
     */
    static ResourceUse ofPrimitive(String cell) {
        return switch (cell) {
            case "LUT1", "LUT2", "LUT3", "LUT4", "LUT5", "LUT6" -> new ResourceUse(1, 0, 0, 0, 0, 0, 0);
            case "FDRE", "FDSE", "FDCE", "FDPE" -> new ResourceUse(0, 0, 1, 0, 0, 0, 0);
            case "LDCE", "LDPE" -> new ResourceUse(0, 0, 0, 0, 0, 0, 1);
            case "DSP48E1", "DSP48E2" -> new ResourceUse(0, 0, 0, 1, 0, 0, 0);
            case "RAMB18E1", "RAMB18E2" -> new ResourceUse(0, 0, 0, 0, 1, 0, 0);
            case "RAMB36E1", "RAMB36E2" -> new ResourceUse(0, 0, 0, 0, 2, 0, 0);
            case "URAM288" -> new ResourceUse(0, 0, 0, 0, 0, 1, 0);
            case "SRL16E", "SRLC32E", "RAM32X1S", "RAM64X1S" -> memoryLuts(1);
            case "RAM32X1D", "RAM64X1D", "RAM128X1S" -> memoryLuts(2);
            case "RAM32M", "RAM64M", "RAM128X1D", "RAM256X1S" -> memoryLuts(4);
            case "RAM32M16", "RAM64M8", "RAM256X1D", "RAM512X1S" -> memoryLuts(8);
            // Carry chains, multiplexers behind look-up tables, inverters and buffers come with the slices.
            default -> {
                if (cell.startsWith("RAM")
                        || cell.startsWith("SRL")
                        || cell.startsWith("URAM")
                        || cell.startsWith("DSP")) {
                    throw new IllegalArgumentException("no resource count for primitive " + cell);
                }
                yield NONE;
            }
        };
    }

    private static ResourceUse memoryLuts(int count) {
        return new ResourceUse(count, count, 0, 0, 0, 0, 0);
    }
}
