// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

import java.io.Serializable;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Whether a board should carry a design.
 *
 * @param board its name
 * @param fits whether no resource is used beyond its limit
 * @param budget every resource
 */
public record BoardFit(String board, boolean fits, List<BudgetUse> budget) implements Serializable {
    public static BoardFit of(ToDoubleFunction<Resource> use, Board board) {
        List<BudgetUse> budget = BudgetUse.of(use, board);
        return new BoardFit(board.name(), budget.stream().allMatch(BudgetUse::within), budget);
    }

    /** {@code fits kv260}, or what there is too much of: {@code does not fit kv260: LUT 83.0 % of 117120 (limit 70 %)}. */
    public String sentence() {
        return fits
                ? "fits " + board
                : "does not fit " + board + ": "
                        + budget.stream()
                                .filter(use -> !use.within())
                                .map(BudgetUse::share)
                                .collect(Collectors.joining(", "));
    }
}
