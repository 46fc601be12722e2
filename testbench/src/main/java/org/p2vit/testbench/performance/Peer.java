// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.performance;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A published accelerator to stand beside ours. Null where the publication does not say.
 *
 * @param clockMhz MHz
 * @param gops of the whole network, a MAC counts as two operations
 * @param kiloLuts thousands of look-up tables
 * @param utilisation of the multipliers, whole network
 */
public record Peer(
        String work,
        String model,
        String platform,
        String precision,
        Double clockMhz,
        Double framesPerSecond,
        Double gops,
        Double kiloLuts,
        Double gopsPerDsp,
        Double utilisation,
        String source) {
    private static final String P2VIT = "arXiv 2405.19915 (IEEE TVLSI 2024)";
    private static final String P2VIT_TABLE = "as compared in arXiv 2405.19915";
    private static final String AUTO = "FPL 2022";
    private static final String HUANG = "IEEE TCAS-I 2023";

    /** What is known of accelerators for the same networks. */
    public static final List<Peer> PUBLISHED = List.of(
            w8a8("P2-ViT", "deit-tiny", null, null, null, null, 0.890, P2VIT),
            w8a8("P2-ViT", "deit-small", null, null, null, null, 0.923, P2VIT + ", 0.623 in another table"),
            w8a8("P2-ViT", "deit-base", null, null, null, null, 0.799, P2VIT),
            w8a8("Auto-ViT-Acc, fixed", "deit-small", 150.0, null, null, null, 0.367, AUTO + ", " + P2VIT_TABLE),
            w8a8("Auto-ViT-Acc, fixed", "deit-base", 150.0, null, null, null, 0.435, AUTO + ", " + P2VIT_TABLE),
            w8a8(
                    "Auto-ViT-Acc, part of the rows on LUT shifters",
                    "deit-small",
                    150.0,
                    99.7,
                    907.8,
                    185.0,
                    0.585,
                    AUTO),
            w8a8(
                    "Auto-ViT-Acc, part of the rows on LUT shifters",
                    "deit-base",
                    150.0,
                    34.0,
                    1181.5,
                    185.0,
                    0.761,
                    AUTO),
            w8a8("Huang et al.", "vit-tiny", 300.0, 245.3, 616.1, 144.5, 0.486, HUANG),
            w8a8("Huang et al.", "vit-small", 300.0, 89.7, 762.7, 144.5, 0.601, HUANG),
            w8a8("HeatViT", "deit-tiny", null, null, null, null, 0.160, "HPCA 2023, " + P2VIT_TABLE),
            new Peer(
                    "HG-PIPE", "deit-tiny", "VCK190", "W3A3", 425.0, 7118.0, 17_800.0, 669.0, null, 0.82, "ICCAD 2024"),
            new Peer("ViTA", "deit-base", "Zynq-7020", "W8A8", 150.0, 2.75, null, null, null, 0.90, "ISCAS 2023"));

    private static Peer w8a8(
            String work,
            String model,
            Double clockMhz,
            Double framesPerSecond,
            Double gops,
            Double kiloLuts,
            Double gopsPerDsp,
            String source) {
        String platform = source.startsWith(P2VIT) ? null : "ZCU102";
        return new Peer(
                work, model, platform, "W8A8", clockMhz, framesPerSecond, gops, kiloLuts, gopsPerDsp, null, source);
    }

    /** Multiply-accumulates that a DSP block does in a cycle; null if the clock is not known. */
    @JsonProperty
    public Double macsPerDspPerCycle() {
        return gopsPerDsp == null || clockMhz == null ? null : gopsPerDsp * 1000 / (2 * clockMhz);
    }

    /** GOPS for each MHz and 1000 look-up tables, times 1000; null if one of them is not known. */
    @JsonProperty
    public Double gopsPerMhzAndKiloLut() {
        return gops == null || clockMhz == null || kiloLuts == null ? null : 1000 * gops / clockMhz / kiloLuts;
    }
}
