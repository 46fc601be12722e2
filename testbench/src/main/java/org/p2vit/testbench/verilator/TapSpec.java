// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import java.util.List;

/**
 * A stream of words to record inside a model: in every cycle in which {@code valid} (and {@code ready}, if named) is
 * high, the data signals are appended with the cycle number.
 *
 * <p>A path is a top-level port ({@code m_valid}) or a signal below the top by instance names
 * ({@code matmul.drain.out_valid}); the latter needs no annotation in the Verilog. Data signals are recorded in the
 * order given, each padded to whole bytes, least significant byte first.
 *
 * @param name unique among the taps of a model
 * @param ready path, or null when {@code valid} alone marks a word
 */
public record TapSpec(String name, String valid, String ready, List<Signal> data) {
    /** One data signal and the width the recorder expects it to have. */
    public record Signal(String path, int widthBits) {
        public Signal {
            if (widthBits < 1) {
                throw new IllegalArgumentException("tap signal " + path + " has width " + widthBits);
            }
        }

        int bytes() {
            return (widthBits + 7) / 8;
        }
    }

    public TapSpec {
        data = List.copyOf(data);
        if (data.isEmpty()) {
            throw new IllegalArgumentException("tap " + name + " has no data signal");
        }
    }

    /** A tap on a flow: no back-pressure. */
    public TapSpec(String name, String valid, String data, int widthBits) {
        this(name, valid, null, List.of(new Signal(data, widthBits)));
    }

    /** A tap on a stream: a word counts when it is taken. */
    public static TapSpec handshake(String name, String valid, String ready, String data, int widthBits) {
        return new TapSpec(name, valid, ready, List.of(new Signal(data, widthBits)));
    }

    /** Bytes of one word. */
    public int wordBytes() {
        return data.stream().mapToInt(Signal::bytes).sum();
    }
}
