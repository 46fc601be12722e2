// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.formal;

import java.util.List;
import org.p2vit.hw.dma.LoadUnit;
import org.p2vit.hw.dma.ReadArbiter;
import org.p2vit.hw.dma.StoreUnit;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.memory.BufferShape;
import org.p2vit.hw.memory.GroupReadBuffer;
import org.p2vit.hw.port.WriteKind;

/** Proofs of what lies between DRAM and the buffers, and of who writes a buffer. */
final class MemoryProofs {
    private static final int ADDRESS_BITS = 32;
    private static final int WORD_BYTES = 8;
    private static final String[] PARTS = {"CommandFrontEnd", "BurstSplitter", "RegionGuard", "MovingBase", "Fifo*"};

    static final List<ProofJob> JOBS = List.of(
            ProofJob.of("read_arbiter", "ReadArbiter", ProofDesign.of(() -> new ReadArbiter(4, 4)))
                    .cut("Fifo")
                    .covers(24)
                    .mutant(
                            "assign owners_push_payload = bursts_1_valid",
                            "assign owners_push_payload = bursts_0_valid")
                    .mutant("|| (halt && idle))", "|| halt)")
                    .mutant("&& (! halt)) && owners_push_ready)", "&& (! halt)))")
                    .mutant("&& data_payload_last));", "));")
                    .proves(
                            ProofMethod.induction(3),
                            "beats return to the client that asked, in the order of the bursts, none lost; no grant while halted; stale beats are swallowed"),
            ProofJob.of(
                            "load_unit",
                            "LoadUnit",
                            ProofDesign.of(() -> new LoadUnit(ADDRESS_BITS, WORD_BYTES, 8, List.of(2, 8, 2, 8, 8, 1))))
                    .cut("CommandFrontEnd", "BurstSplitter", "RegionGuard", "MovingBase", "Fifo*", "SkidBuffer")
                    .covers(30)
                    .mutant("assign room = (outstanding < 4'b1000)", "assign room = (outstanding <= 4'b1000)")
                    .mutant("(remaining == 24'h000001)", "(remaining == 24'h000002)")
                    .mutant("address <= (address + 16'h0001)", "address <= address")
                    .mutant("filling <= targets_pop_valid", "filling <= 1'b1")
                    .proves(
                            ProofMethod.induction(3),
                            "each beat is one write to the place that its command says, in order; no more bursts are open than allowed; what is offered stays; done when the last word is written"),
            ProofJob.of("store_unit", "StoreUnit", ProofDesign.of(() -> new StoreUnit(ADDRESS_BITS, WORD_BYTES)))
                    .cut(PARTS)
                    .covers(24)
                    .mutant("beatsLeft <= lengths_pop_payload", "beatsLeft <= (lengths_pop_payload + 8'h01)")
                    .mutant("(openBursts < 4'b1000)", "(openBursts <= 4'b1000)")
                    .mutant("&& (openBursts == 4'b0000))", ")")
                    .mutant("assign beat_valid = (inBurst && words_pop_valid)", "assign beat_valid = words_pop_valid")
                    .proves(
                            ProofMethod.induction(3),
                            "words leave in the order in which they were read, after their address, WLAST with the last of each burst; what is offered stays; done when all is answered"),
            ProofJob.of(
                            "banked_buffer",
                            "GroupReadBuffer",
                            ProofDesign.of(() -> new GroupReadBuffer(
                                    new BufferShape(4, 4, 4, HwMemory.Style.BLOCK, 2, WriteKind.WORDS, List.of(1, 2)),
                                    List.of(1, 2))))
                    .covers(12)
                    .mutant("assign grant_2_1 = ", "assign grant_2_1 = 1'b0 && ")
                    .mutant("(taken_1_priority ? priority_data_1", "(1'b0 ? priority_data_1")
                    .mutant("assign writers_0_ready = (!", "assign writers_0_ready = writers_0_valid && (!")
                    .proves(
                            ProofMethod.invariant(),
                            "every granted write is in each bank it wants and in no other; the first writer is never refused, the others only for a bank that one before them wants, whatever their own valid says; reads give what was written last"));

    private MemoryProofs() {}
}
