// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.p2vit.hw.buffer.BufferTable;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.program.Unit;

/**
 * What a unit has how many of. Its logic is the sum of these counts, each times what one of them takes ({@link AreaTable}).
 *
 * @param unit the instance's name in reports of synthesis
 * @param kind units of a kind share what their parts take
 * @param counts of parts, by name
 */
public record UnitTerms(String unit, String kind, Map<String, Long> counts) {
    /** Fetch, dispatch, semaphores, registers and DMA: what no other unit is. */
    public static final String CONTROL = "control";

    private static final String WHOLE = "unit";

    /** All units of a machine. The one with the name {@link #CONTROL} stands for all that have no name here. */
    public static List<UnitTerms> of(AcceleratorConfig config) {
        ArrayConfig array = config.array();
        String attention = config.attention().label();
        List<UnitTerms> units = new ArrayList<>();
        units.add(matMul(array));
        units.add(requant(array, attention));
        units.add(softmax(array, attention));
        if (Unit.SHIFTMM.builtWith(config.attention())) {
            units.add(shiftMatMul(array));
        }
        units.add(of("norm", Map.of(WHOLE, 1L, "channel", (long) array.word())));
        units.add(control(config));
        new BufferTable(config).all().forEach(buffer -> units.add(BufferTerms.of(buffer)));
        return units;
    }

    static UnitTerms of(String unit, Map<String, Long> counts) {
        return new UnitTerms(unit, unit, counts);
    }

    /** Elements with the sums behind them; the queue that all kinds of elements have is in the sums too. */
    private static UnitTerms matMul(ArrayConfig array) {
        String pe = array.pe().name().toLowerCase(Locale.ROOT);
        return of(
                "matMul",
                Map.of(
                        WHOLE,
                        1L,
                        "product." + pe,
                        (long) array.macsPerCycle(),
                        "sum." + pe,
                        (long) array.tokenTile() * array.word()));
    }

    private static UnitTerms requant(ArrayConfig array, String attention) {
        long lanes = (long) array.postPipes() * array.word();
        return of("requant", Map.of(WHOLE, 1L, "lane." + attention, lanes, "channel", (long) array.word()));
    }

    private static UnitTerms softmax(ArrayConfig array, String attention) {
        long lanes = (long) array.postPipes() * array.word();
        return of(
                "softmax", Map.of(WHOLE, 1L, "lane." + attention, lanes, "channel." + attention, (long) array.word()));
    }

    private static UnitTerms shiftMatMul(ArrayConfig array) {
        long sums = (long) array.tokenTile() * array.word();
        return of("shiftMatMul", Map.of(WHOLE, 1L, "shifter", sums * array.tokenTile(), "sum", sums, "channel", (long)
                array.word()));
    }

    private static UnitTerms control(AcceleratorConfig config) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put(WHOLE, 1L);
        counts.put("busByte", (long) config.array().word());
        counts.put(
                "commandUnit",
                Arrays.stream(Unit.values())
                        .filter(unit -> unit.builtWith(config.attention()))
                        .count());
        return of(CONTROL, counts);
    }
}
