// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.memory;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.port.ReadPort;

/** A buffer whose reader takes one address of all banks at once: ACT, WGT, VAL, CODE and the parameters. */
public final class WideReadBuffer extends BankedBuffer {
    public final ReadPort read;

    public WideReadBuffer(BufferShape shape) {
        super(shape);
        read = slave(new ReadPort(shape.banks(), shape.wordBits()));
        for (int b = 0; b < shape.banks(); b++) {
            BufferBank bank = banks.get(b);
            assign(bank.readEnable, read.enable);
            assign(bank.readAddress, fit(read.address, bank.readAddress));
            assign(read.data.get(b), bank.readData);
        }
    }
}
