// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

import java.util.Map;

/** A value of a configuration file, as it is written. */
sealed interface YamlNode {
    /** Line of the file, from 1. */
    int line();

    /** How a message shows it. */
    String shown();

    /**
     * A scalar.
     *
     * @param quoted so it is a text whatever it says
     */
    record Text(int line, String value, boolean quoted) implements YamlNode {
        boolean isEmpty() {
            return value.isEmpty() && !quoted;
        }

        @Override
        public String shown() {
            return quoted ? '"' + value + '"' : value;
        }
    }

    /** Keys with their values, in the order of the file. */
    record Keys(int line, Map<String, YamlNode> values) implements YamlNode {
        @Override
        public String shown() {
            return "a set of keys";
        }
    }

    /** A list, which no configuration has. */
    record Items(int line) implements YamlNode {
        @Override
        public String shown() {
            return "a list";
        }
    }
}
