// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

/**
 * One layer of a predicted inference. Layers of several heads or slices are added up.
 *
 * @param layer tensor that the layer produces, e.g. {@code blocks.3.fc1}
 * @param macs multiply-accumulates without padding
 * @param macsPerCycle what the array makes of such a layer at best
 * @param cycles by which the layer moves the array's last step on, waits included
 * @param matMulBusy cycles in which the array works on it
 * @param loadedBytes weights and parameters read from DRAM for it
 */
public record LayerEstimate(
        String layer, long macs, int macsPerCycle, double cycles, long matMulBusy, long loadedBytes) {
    LayerEstimate plus(LayerEstimate more) {
        return new LayerEstimate(
                layer,
                macs + more.macs,
                macsPerCycle,
                cycles + more.cycles,
                matMulBusy + more.matMulBusy,
                loadedBytes + more.loadedBytes);
    }

    /** Whether it multiplies by weights inside a block: not patch embedding or head, nor Q·Kᵀ or A·V. */
    boolean isBlockLinear() {
        return layer.startsWith("blocks.") && !layer.contains(".attn_");
    }

    /** MACs over the best rate × cycles. */
    public double utilisation() {
        return macs / (macsPerCycle * cycles);
    }

    public double bytesPerCycle() {
        return loadedBytes / cycles;
    }
}
