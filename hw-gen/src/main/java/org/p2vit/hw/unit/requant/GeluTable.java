// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.quant.spec.NumericContract;
import spinal.core.Bits;

/** A lane's copy of the GELU table (numeric contract §6), 256 bytes in LUTs; the read is combinational. */
final class GeluTable extends HwModule {
    static final int SIZE = NumericContract.GELU_TABLE_SIZE;

    public final GeluWrite write = in(new GeluWrite());

    /** The code whose GELU is wanted; its byte is the index. */
    public final Bits code = in(bits(8));

    public final Bits result = out(bits(8));
    private final HwMemory<Bits> entries = memory(() -> bits(8), SIZE).style(HwMemory.Style.DISTRIBUTED);

    GeluTable() {
        entries.write(write.enable, write.address, write.data);
        assign(result, entries.readAsync(asUInt(code)));
    }
}
