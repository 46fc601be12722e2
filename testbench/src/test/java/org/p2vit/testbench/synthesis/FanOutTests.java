// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FanOutTests {
    /** Net 2 is a clock, 3 an enable of two registers and an input of a table, 4 their reset, which is 9 inverted; 5 and 6 are what they hold, 10 is 5 inverted. */
    private static final String NETLIST = """
            {"creator": "yosys", "modules": {
              "other": {"cells": {"x": {"port_directions": {"I0": "input"}, "connections": {"I0": [3]}}}},
              "top": {"attributes": {"src": ["a"]}, "ports": {"q": {"direction": "output", "bits": [7]}},
                "cells": {
                  "r0": {"hide_name": 0, "type": "FDRE", "parameters": {"INIT": "x"}, "attributes": {},
                    "port_directions": {"C": "input", "CE": "input", "D": "input", "Q": "output", "R": "input"},
                    "connections": {"C": [2], "CE": [3], "D": ["0"], "Q": [5], "R": [4]}},
                  "r1": {"type": "FDRE",
                    "port_directions": {"C": "input", "CE": "input", "D": "input", "Q": "output", "R": "input"},
                    "connections": {"C": [2], "CE": [3], "D": [5], "Q": [6], "R": [4]}},
                  "n": {"type": "INV", "port_directions": {"I": "input", "O": "output"}, "connections": {"I": [9], "O": [4]}},
                  "m": {"type": "INV", "port_directions": {"I": "input", "O": "output"}, "connections": {"I": [5], "O": [10]}},
                  "t2": {"type": "LUT1", "port_directions": {"I0": "input"}, "connections": {"I0": [10]}},
                  "t": {"type": "LUT3",
                    "port_directions": {"I0": "input", "I1": "input", "I2": "input", "O": "output"},
                    "connections": {"I0": [3], "I1": [5], "I2": ["1"], "O": [7]}}
                },
                "netnames": {
                  "aclk": {"bits": [2]}, "unit.stage.enable": {"bits": [3]}, "enable": {"bits": [8, 3]},
                  "q": {"bits": [7]}, "held": {"bits": [5, 6]}
                }
              }
            }}
            """;

    @TempDir
    private Path folder;

    @Test
    void inputsOfCellsAreCountedWithoutClocksAndResets() throws IOException {
        Path json = Files.writeString(folder.resolve("netlist.json"), NETLIST);

        assertThat(FanOut.widest(json, "top", 5))
                .containsExactly(new WideNet("enable[1]", 3), new WideNet("held[0]", 3), new WideNet("?", 1));
        assertThat(FanOut.widest(json, "top", 1)).hasSize(1);
    }
}
