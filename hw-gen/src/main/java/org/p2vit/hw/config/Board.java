// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A board and what its device has.
 *
 * @param name as configurations name it
 * @param part the device, as Vivado names it
 * @param ultraScale whether the device is an UltraScale+ one; otherwise it is of the 7 series
 * @param available how much there is of each resource
 * @param source where the numbers are from
 */
public record Board(String name, String part, boolean ultraScale, Map<Resource, Integer> available, String source) {
    private static final List<Board> TABLE = List.of(
            new Board(
                    "pynq-z2",
                    "xc7z020clg400-1",
                    false,
                    resources(53_200, 106_400, 220, 140, 0),
                    "published utilisation reports of the XC7Z020"),
            new Board(
                    "kv260",
                    "xck26-sfvc784-2LV-c",
                    true,
                    resources(117_120, 234_240, 1_248, 144, 64),
                    "AMD Kria documentation, K26 resources; FF: two a LUT"),
            new Board(
                    "zcu104",
                    "xczu7ev-ffvc1156-2-e",
                    true,
                    resources(230_400, 460_800, 1_728, 312, 96),
                    "LUT, FF: published utilisation reports of the ZU7EV; DSP: FINN's table; BRAM, URAM: AMD DS891"));

    public Board {
        available = Map.copyOf(available);
    }

    /** The board of this name, if its numbers are known. */
    public static Optional<Board> named(String name) {
        return TABLE.stream().filter(board -> board.name().equals(name)).findFirst();
    }

    /** All whose numbers are known. */
    public static List<String> names() {
        return TABLE.stream().map(Board::name).toList();
    }

    private static Map<Resource, Integer> resources(int lut, int ff, int dsp, int bram36, int uram) {
        return Map.of(
                Resource.LUT, lut, Resource.FF, ff, Resource.DSP, dsp, Resource.BRAM36, bram36, Resource.URAM, uram);
    }
}
