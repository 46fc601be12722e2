// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import java.util.List;
import java.util.Locale;

/** Writes {@code pins.h}, the part of a model's wrapper that depends on its ports. */
final class PinsHeader {
    private PinsHeader() {}

    static String text(String prefix, List<PortList.Port> ports, String clock, boolean trace) {
        StringBuilder drive = new StringBuilder();
        StringBuilder sample = new StringBuilder();
        String setClock = "(void)top; (void)high;";
        for (PortList.Port port : ports) {
            Pin pin = port.pin();
            String member = "top." + port.member();
            if (pin.name().equals(clock)) {
                setClock = member + " = high;";
            } else if (pin.input()) {
                drive.append(String.format(
                        Locale.ROOT, "    std::memcpy(&%s, pins + %d, %d);%n", member, pin.offset(), modelBytes(pin)));
            } else {
                sample.append(String.format(
                        Locale.ROOT, "    std::memcpy(pins + %d, &%s, %d);%n", pin.offset(), member, modelBytes(pin)));
            }
        }
        return String.format(Locale.ROOT, """
                // Generated from the port list.
                #pragma once
                #include <cstring>
                #include "%1$s.h"
                #define P2VIT_TRACE %2$d
                using Top = %1$s;
                static inline void drive_pins(Top& top, const uint8_t* pins) {
                    (void)top; (void)pins;
                %3$s}
                static inline void sample_pins(const Top& top, uint8_t* pins) {
                    (void)top; (void)pins;
                %4$s}
                static inline void set_clock(Top& top, bool high) { %5$s }
                """, prefix, trace ? 1 : 0, drive, sample, setClock);
    }

    /** Size of the C++ type: Verilator's CData, SData, IData, QData, or 32-bit words. The host is little-endian. */
    private static int modelBytes(Pin pin) {
        int width = pin.width();
        if (width <= 8) {
            return 1;
        }
        if (width <= 16) {
            return 2;
        }
        return (width + 31) / 32 * 4;
    }
}
