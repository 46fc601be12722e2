// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectIteration;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;

/**
 * Faults of {@code tiny} of which it is known what notices them. {@link PlantedFaultCosimTests}, {@link ChaosNoticesCosimTests} and
 * {@link MutantTrialsCosimTests} share one build with all of them.
 */
final class PlantedFaults {
    private static final String TESTS = "org.p2vit.testbench.";

    /**
     * One fault.
     *
     * @param at module, or also signal and operator, of a {@link MutationPoint}
     * @param change original and mutated text; only the original, or nothing, where the place has no other
     */
    record Place(String at, String change) {
        private boolean is(MutationPoint point) {
            // Behind a module's name there may be a hash.
            return point.id().replaceFirst("~[^/]*", "").startsWith(at + "/")
                    && (point.original() + " -> " + point.mutated()).startsWith(change);
        }

        MutationPoint in(List<MutationPoint> points) {
            return points.stream().filter(this::is).findFirst().orElseThrow(() -> new AssertionError(this));
        }

        /** What {@link SelectableFaults} of {@link #all} knows it by. */
        int number() {
            return 1 + PLACES.indexOf(this);
        }
    }

    /** @param test class below {@code org.p2vit.testbench} and method; {@code [1]} behind it if only its first parameters are needed */
    record Planted(Place place, String test) {
        private Planted(String at, String change, String test) {
            this(new Place(at, change), test);
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

    /** @param says what a disturbed run finds */
    record Disturbed(Place place, String says) {
        private Disturbed(String at, String change, String says) {
            this(new Place(at, change), says);
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
            new Planted("StartCheck/_zz_overflow_4/stuck_0", "", FAULT + "aStartWithAddressesThatCannotBe"),
            new Planted("StartCheck/_zz_overflow_5/stuck_0", "", FAULT + "aStartWithAddressesThatCannotBe"),
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

    /** In what defends the machine: no undisturbed run shows them. */
    static final List<Disturbed> OF_CHAOS = List.of(
            new Disturbed(
                    "RegionGuard/if:outside/omit", "unaligned || (_zz_when < reach) -> unaligned", "stray access"),
            new Disturbed("ControlUnit/silent/stuck_0", "", "outlasted"),
            new Disturbed("ControlUnit/transfersOpen/stuck_0", "", "the accelerator reports"),
            new Disturbed("StoreUnit/fault/stuck_0", "", "outcome"));

    /** One that inferences show, one that only tests of its cell do, one that changes nothing, and one for which it takes programs of 4 GiB. */
    static final List<Place> OF_TRIALS = List.of(
            new Place("ReadArbiter", "owner == 1'b1 -> owner != 1'b1"),
            new Place("ReadArbiter", "halt && idle -> halt || idle"),
            new Place("BurstSplitter", "toBoundary < 10'h010 -> toBoundary <= 10'h010"),
            new Place("StartCheck", "_zz_overflow || _zz_overflow_1 -> _zz_overflow && _zz_overflow_1"));

    private static final List<Place> PLACES = Stream.of(
                    OF_TESTS.stream().map(Planted::place), OF_CHAOS.stream().map(Disturbed::place), OF_TRIALS.stream())
            .flatMap(places -> places)
            .distinct()
            .toList();

    private PlantedFaults() {}

    /** Once each. */
    static List<MutationPoint> all(List<MutationPoint> points) {
        return PLACES.stream().map(place -> place.in(points)).toList();
    }
}
