// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectIteration;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;

/**
 * Faults of {@code tiny} of which it is known what notices them. {@link PlantedFaultCosimTests} and {@link MutantTrialsCosimTests} share one
 * build with all of them.
 */
final class PlantedFaults {
    private static final String TESTS = "org.p2vit.testbench.";

    /**
     * @param place module, signal and operator of a {@link MutationPoint}
     * @param change original and mutated text; only the original, or nothing, where the place has no other
     * @param test class below {@code org.p2vit.testbench} and method; {@code [1]} behind it if only its first parameters are needed
     */
    record Planted(String place, String change, String test) {
        boolean is(MutationPoint point) {
            return point.id().startsWith(place + "/")
                    && (point.original() + " -> " + point.mutated()).startsWith(change);
        }

        DiscoverySelector selector() throws ClassNotFoundException {
            String[] parts = test.split("[#\\[]");
            Class<?> type = Class.forName(TESTS + parts[0]);
            Method method = Arrays.stream(type.getDeclaredMethods())
                    .filter(one -> one.getName().equals(parts[1]))
                    .findFirst()
                    .orElseThrow();
            return parts.length == 2 ? selectMethod(type, method) : selectIteration(selectMethod(type, method), 0);
        }
    }

    private static final String FAULT = "cosim.system.AcceleratorFaultCosimTests#";
    private static final String SILENT = "accelerator.SilentMemoryCosimTests#";

    static final List<Planted> OF_TESTS = List.of(
            new Planted("LoadUnit/splitter.hold/stuck_0", "", FAULT + "aLoadOutsideItsRegion"),
            new Planted("StoreUnit/splitter.hold/stuck_0", "", FAULT + "aStoreOutsideTheOutput"),
            new Planted("LoadUnit/outside/stuck_0", "", FAULT + "aLoadOutsideItsRegion"),
            new Planted("RegionGuard/unaligned/stuck_0", "", FAULT + "aStoreOutsideTheOutput"),
            new Planted(
                    "StoreUnit/transferring/omit",
                    "active && (! guard_outside) -> active",
                    FAULT + "aStoreOutsideTheOutput"),
            new Planted("LoadUnit/fault/stuck_0", "", FAULT + "aReadError"),
            new Planted("ProgramFetch/fault/stuck_0", "", FAULT + "aReadErrorInTheProgram"),
            new Planted("StoreUnit/fault/stuck_0", "", FAULT + "aWriteError"),
            new Planted(
                    "Engine/failure/drop",
                    "failure <= dispatcher_1_errorCode;",
                    FAULT + "anIllegalCommandAmongRunningOnes"),
            new Planted("Engine/overrun/stuck_0", "", FAULT + "aProgramWithoutEnd"),
            new Planted("SemaphoreBank/fault/stuck_0", "", FAULT + "aSemaphoreTakenByTwoUnits"),
            new Planted("ControlUnit/timeout/stuck_0", "", FAULT + "aTokenThatNeverComes"),
            new Planted("ControlUnit/aborting/drop", "aborting <= (! (phase", FAULT + "anAbortAtAnyTime"),
            new Planted(
                    "ReadArbiter/granted_free/omit",
                    "((! granted_valid) || address_ready) && (! halt) -> ((! granted_valid) || address_ready)",
                    FAULT + "aSemaphoreTakenByTwoUnits"),
            new Planted(
                    "Engine/control_drained/omit",
                    "arbiter_idle && (! store_transferring) -> (! store_transferring)",
                    FAULT + "anAbortAtAnyTime"),
            new Planted(
                    "StartCheck/unaligned/omit",
                    "(|program_1[2 : 0]) || (|bases_0[2 : 0]) -> (|program_1[2 : 0])",
                    FAULT + "aStartWithAddressesThatCannotBe"),
            new Planted("StartCheck/_zz_overflow_9/stuck_0", "", FAULT + "aStartWithAddressesThatCannotBe"),
            new Planted("StartCheck/_zz_overflow_10/stuck_0", "", FAULT + "aStartWithAddressesThatCannotBe"),
            new Planted(
                    "Engine/control_drained/omit",
                    "arbiter_idle && (! store_transferring) -> arbiter_idle",
                    SILENT + "aResetAfterAnAbort[1]"),
            new Planted(
                    "ControlUnit/over/omit", "engine_drained || silent -> silent", SILENT + "aResetAfterAnAbort[1]"),
            new Planted("ControlUnit/silent/stuck_0", "", SILENT + "aMemoryThatStopsAnswering[1]"),
            new Planted("ControlUnit/errorCode/drop", "errorCode <= 8'h0f;", SILENT + "aMemoryThatStopsAnswering[1]"),
            new Planted(
                    "ControlUnit/transfersOpen/omit",
                    "(! engine_drained) || (settling != 11'h0) -> (! engine_drained)",
                    SILENT + "aResetInTheMiddleOfARun[1]"),
            new Planted(
                    "ReadArbiter/data_ready/omit",
                    "(owned && ((owner == 1'b1) ? beats_1_ready : beats_0_ready)) || (halt && idle) -> (owned",
                    SILENT + "aResetInTheMiddleOfARun[1]"));

    private PlantedFaults() {}

    /** Those of {@link #OF_TESTS} in their order, and then {@link #ofTrials}. */
    static List<MutationPoint> in(List<MutationPoint> points) {
        List<MutationPoint> found = new ArrayList<>();
        for (Planted planted : OF_TESTS) {
            List<MutationPoint> here = points.stream().filter(planted::is).toList();
            assertThat(here).as(planted.toString()).hasSize(1);
            found.add(here.get(0));
        }
        found.addAll(ofTrials(points));
        return found;
    }

    /** One that inferences show, one that only tests of its cell do, one that changes nothing, and one for which it takes programs of 4 GiB. */
    static List<MutationPoint> ofTrials(List<MutationPoint> points) {
        return Stream.of(
                        new String[] {"ReadArbiter", "owner == 1'b1", "owner != 1'b1"},
                        new String[] {"ReadArbiter", "halt && idle", "halt || idle"},
                        new String[] {"BurstSplitter", "toBoundary < 10'h010", "toBoundary <= 10'h010"},
                        new String[] {
                            "StartCheck", "_zz_overflow_5 || _zz_overflow_6", "_zz_overflow_5 && _zz_overflow_6"
                        })
                .map(fault -> points.stream()
                        .filter(point -> MutationPoints.base(point.module()).equals(fault[0]))
                        .filter(point -> point.original().equals(fault[1])
                                && point.mutated().equals(fault[2]))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }
}
