// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.results;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The tables of results. What tells rows apart are their keys; a new table is added here, and to a page. */
public enum ResultTable {
    ACCURACY(
            List.of("network", "bits", "calibration", "images"),
            List.of("top-1", "float top-1", "same class as float", "SQNR of logits")),
    BASELINES(
            List.of("network", "bits", "calibration", "images", "method"),
            List.of("top-1", "same class as float", "SQNR of logits")),
    ABLATION(
            List.of("network", "bits", "calibration", "images", "form"),
            List.of("SQNR of logits", "same class as float")),
    CYCLES(
            List.of("network", "weights", "configuration", "memory", "images"),
            List.of(
                    "cycles",
                    "predicted",
                    "utilisation",
                    "with shift lanes",
                    "array busy",
                    "MHz",
                    "FPS",
                    "GOPS/DSP",
                    "MAC/DSP/cycle")),
    FEWER_BITS(
            List.of("network", "weights", "configuration", "memory", "images"),
            List.of("cycles", "gain", "utilisation", "gain of these layers", "of their peak")),
    OVERLAP(List.of("network", "configuration", "overlap"), List.of("cycles", "relative")),
    ESTIMATES(
            List.of("network", "weights", "configuration", "memory", "images"),
            List.of("predicted cycles", "utilisation", "bytes a cycle")),
    RUNS(
            List.of("network", "bits", "configuration"),
            List.of("images", "cycles of the first", "words an image", "different", "right, float", "right, integer")),
    AREA(List.of("configuration"), List.of("LUT", "FF", "DSP", "BRAM36", "URAM", "slowest unit", "whole", "faults")),
    SPEED(List.of("what"), List.of("measured"));

    private final List<String> keys;
    private final List<String> figures;

    ResultTable(List<String> keys, List<String> figures) {
        this.keys = keys;
        this.figures = figures;
    }

    /** Its name in pages and in the data file. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<ResultTable> labelled(String label) {
        return Stream.of(values()).filter(table -> table.label().equals(label)).findFirst();
    }

    /** What tells rows apart, in the order of the columns. */
    public List<String> keys() {
        return keys;
    }

    /** What is measured, in the order of the columns behind the keys. */
    public List<String> figures() {
        return figures;
    }
}
