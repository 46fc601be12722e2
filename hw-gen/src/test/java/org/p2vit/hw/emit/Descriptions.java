// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.emit;

import org.p2vit.hw.config.AcceleratorConfig;

/** A configuration that describes itself with every character that means something to some reader. */
final class Descriptions {
    static final AcceleratorConfig HOSTILE =
            described("{a}} {b \\ $c [exit 3] \"d\" 'e'; #f % */ <g> &h; --> ]]> \u00e9 \u0645 \ud83d\ude00 \\");

    private Descriptions() {}

    private static AcceleratorConfig described(String text) {
        AcceleratorConfig tiny = AcceleratorConfig.load("tiny");
        return new AcceleratorConfig(
                tiny.name(),
                tiny.grade(),
                tiny.board(),
                text,
                tiny.clockMhz(),
                tiny.array(),
                tiny.attention(),
                tiny.buffers(),
                tiny.limits(),
                tiny.control());
    }
}
