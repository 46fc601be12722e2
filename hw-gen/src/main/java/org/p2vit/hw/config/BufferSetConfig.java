// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

import java.io.Serializable;

/**
 * The on-chip buffers; banks and word widths follow from the array ({@code hw-gen/doc/architecture.md} §2).
 *
 * @param activation ACT, T banks of W bytes
 * @param weight WGT, W banks of W bytes: weights, and the key rows of attention
 * @param residual RES, T banks of W bytes
 * @param value VAL, T banks of W bytes; null with attention on the multipliers
 * @param code CODE, T banks of W attention codes of 4 bits; null with attention on the multipliers
 * @param requantParam RQP, 8 banks of W bytes; one address is the parameters of W outputs
 * @param normParam NRP, 8 banks of W bytes; one address is the parameters of W channels
 * @param logit OUT, 4 banks of W bytes; one address is W int32 results
 */
public record BufferSetConfig(
        BufferConfig activation,
        BufferConfig weight,
        BufferConfig residual,
        BufferConfig value,
        BufferConfig code,
        BufferConfig requantParam,
        BufferConfig normParam,
        BufferConfig logit)
        implements Serializable {
    public BufferSetConfig {
        Faults faults = new Faults();
        activation.check("buffers.activation", faults);
        weight.check("buffers.weight", faults);
        residual.check("buffers.residual", faults);
        if (value != null) {
            value.check("buffers.value", faults);
        }
        if (code != null) {
            code.check("buffers.code", faults);
        }
        requantParam.check("buffers.requantParam", faults);
        normParam.check("buffers.normParam", faults);
        logit.check("buffers.logit", faults);
        faults.end();
    }
}
