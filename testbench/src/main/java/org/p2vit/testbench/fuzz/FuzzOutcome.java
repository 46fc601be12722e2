// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fuzz;

import java.io.Serializable;
import java.util.Locale;
import org.p2vit.hw.estimate.Prediction;

/**
 * What became of a case, or of a configuration by itself.
 *
 * @param kind passed, or which check failed first
 * @param message what was wrong; empty if it passed
 * @param words words that were compared
 * @param cycles by the RTL's counter, of all images; 0 where nothing ran
 * @param predicted the same by the cycle model
 * @param judged whether the prediction had to be right
 * @param smallest the line of the smallest case that was found to fail in the same way; empty if none was sought
 */
public record FuzzOutcome(
        Kind kind, String message, long words, long cycles, long predicted, boolean judged, String smallest)
        implements Serializable {
    /** Percent that a prediction may be off. */
    public static final int TOLERANCE = Prediction.UNCERTAINTY_PERCENT;

    /** Checks in the order in which they are made. */
    public enum Kind {
        PASSED,
        /** Verilator's lint finds something. */
        LINT,
        /** Verilator or the C++ compiler refuses the Verilog. */
        BUILD,
        /** Yosys finds a latch, a loop, or a wire with several drivers or none. */
        STRUCTURE,
        /** The compiler refuses a network whose shape it takes. */
        REFUSED,
        /** The compiler's own check, or the replay of all orders that tokens allow, refuses the program. */
        PROGRAM,
        /** The run hangs, ends with an error, or breaks a rule of the bus. */
        STOPPED,
        /** A word is wrong, missing or too many. */
        MISMATCH,
        /** The prediction of cycles is farther off than {@value #TOLERANCE} percent. */
        ESTIMATE
    }

    static FuzzOutcome passed() {
        return failed(Kind.PASSED, "");
    }

    static FuzzOutcome failed(Kind kind, String message) {
        return new FuzzOutcome(kind, message, 0, 0, 0, false, "");
    }

    static FuzzOutcome ran(long words, long cycles, long predicted, boolean judged) {
        FuzzOutcome ran = new FuzzOutcome(Kind.PASSED, "", words, cycles, predicted, judged, "");
        if (!judged || ran.offPercent() <= TOLERANCE) {
            return ran;
        }
        String message = String.format(
                Locale.ROOT,
                "%d cycles, %d predicted: %.2f %% off, %d %% allowed",
                cycles,
                predicted,
                ran.offPercent(),
                TOLERANCE);
        return new FuzzOutcome(Kind.ESTIMATE, message, words, cycles, predicted, true, "");
    }

    FuzzOutcome shrunkTo(String line) {
        return new FuzzOutcome(kind, message, words, cycles, predicted, judged, line);
    }

    boolean isPassed() {
        return kind == Kind.PASSED;
    }

    /** How far the prediction is off, in percent of the RTL's count. */
    double offPercent() {
        return cycles == 0 ? 0 : 100.0 * Math.abs(predicted - cycles) / cycles;
    }
}
