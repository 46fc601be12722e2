// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.performance;

import java.util.List;

/**
 * A published figure to stand beside ours. Null where the publication does not say.
 *
 * @param utilisation of the multipliers, whole network
 * @param macsPerDspPerCycle from GOPS/DSP and clock
 */
public record Peer(
        String work,
        String model,
        String platform,
        String precision,
        Double utilisation,
        Double gopsPerDsp,
        Double macsPerDspPerCycle,
        String source) {
    private static final String P2VIT = "arXiv 2405.19915 (IEEE TVLSI 2024); clock not stated";
    private static final String P2VIT_TABLE = "as compared in arXiv 2405.19915";

    /** What is known of accelerators for the same networks. */
    public static final List<Peer> PUBLISHED = List.of(
            new Peer("P2-ViT", "deit-tiny", "-", "W8A8", null, 0.890, null, P2VIT),
            new Peer("P2-ViT", "deit-small", "-", "W8A8", null, 0.923, null, P2VIT + ", 0.623 in another table"),
            new Peer("P2-ViT", "deit-base", "-", "W8A8", null, 0.799, null, P2VIT),
            at("Auto-ViT-Acc, fixed", "deit-small", 0.367, 150, "FPL 2022, " + P2VIT_TABLE, null),
            at("Auto-ViT-Acc, fixed", "deit-base", 0.435, 150, "FPL 2022, " + P2VIT_TABLE, null),
            at("Huang et al.", "vit-tiny", 0.486, 300, "IEEE TCAS-I 2023, " + P2VIT_TABLE, 0.40),
            at("Huang et al.", "vit-small", 0.601, 300, "IEEE TCAS-I 2023, " + P2VIT_TABLE, 0.50),
            new Peer("HeatViT", "deit-tiny", "ZCU102", "W8A8", null, 0.160, null, "HPCA 2023, " + P2VIT_TABLE),
            new Peer("HG-PIPE", "deit-tiny", "VCK190", "W3A3", 0.82, null, null, "ICCAD 2024, 7118 FPS measured"),
            new Peer("ViTA", "deit-base", "Zynq-7020", "W8A8", 0.90, null, null, "ISCAS 2023 abstract: nearly 90 %"));

    private static Peer at(
            String work, String model, double gopsPerDsp, int clockMhz, String source, Double utilisation) {
        double macs = gopsPerDsp * 1000 / (2 * clockMhz);
        return new Peer(
                work, model, "ZCU102", "W8A8", utilisation, gopsPerDsp, macs, source + ", " + clockMhz + " MHz");
    }
}
