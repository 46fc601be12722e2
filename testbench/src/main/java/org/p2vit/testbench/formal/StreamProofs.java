// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.formal;

import static org.p2vit.hw.dsl.Hdl.bits;

import java.util.List;
import org.p2vit.hw.cell.Fifo;
import org.p2vit.hw.cell.SkidBuffer;
import org.p2vit.hw.cell.StreamRegister;
import org.p2vit.hw.control.CommandPrefetch;
import org.p2vit.testbench.formal.design.CarriedData;
import org.p2vit.testbench.formal.design.CreditCounters;
import org.p2vit.testbench.formal.design.HaltedStream;
import org.p2vit.testbench.formal.design.SharedStream;

/** Proofs of the cells that streams are made of. */
final class StreamProofs {
    static final List<ProofJob> JOBS = List.of(
            ProofJob.of("fifo", "Fifo", ProofDesign.of(() -> new Fifo<>(() -> bits(4), 4)))
                    .mutant("sameIndex && (! sameLap)", "sameIndex && sameLap")
                    .mutant("writePointer <= (writePointer + 3'b001)", "writePointer <= (writePointer + 3'b010)")
                    .mutant("storage[_zz_storage_port] <= push_payload", "storage[0] <= push_payload")
                    .proves(
                            ProofMethod.invariant(),
                            "every word leaves once, in order, unchanged; ready unless full, valid unless empty"),
            ProofJob.of("skid_buffer", "SkidBuffer", ProofDesign.of(() -> new SkidBuffer<>(() -> bits(4))))
                    .mutant("(spared ? spare : push_payload)", "push_payload")
                    .mutant("assign push_ready = (! spared)", "assign push_ready = 1'b1")
                    .mutant("held <= (spared || push_valid)", "held <= push_valid")
                    .proves(
                            ProofMethod.invariant(),
                            "every word leaves once, in order, unchanged, the cycle after it came if it may; ready unless it holds two, whatever the receiver says"),
            ProofJob.of("stream_register", "StreamRegister", ProofDesign.of(() -> new StreamRegister<>(() -> bits(4))))
                    .mutant("((! held) || pop_ready)", "(! held)")
                    .mutant("held <= push_valid", "held <= (held || push_valid)")
                    .proves(
                            ProofMethod.invariant(),
                            "every word leaves once, in order, unchanged, the cycle after it came if it may; ready when it is empty or its word leaves"),
            ProofJob.of("credit_counter", "CreditCounter", ProofDesign.of(() -> new CreditCounters(5)))
                    .mutant("(counters_0 + 3'b001)", "(counters_0 + 3'b010)")
                    .mutant("(counters_1 != 3'b000)", "(counters_1 != 3'b001)")
                    .proves(ProofMethod.invariant(), "both kinds count what is taken, and never pass the capacity"),
            ProofJob.of("valid_pipeline", "ValidPipeline", ProofDesign.of(() -> new CarriedData(4)))
                    .mutant("valid_3 <= valid_2", "valid_3 <= valid_1")
                    .mutant("if(valid_2) begin", "if(valid_1) begin")
                    .proves(
                            ProofMethod.induction(6),
                            "stages are enabled as late as asked, data stay beside their valid bits, moving while anything is in"),
            ProofJob.of("stream_halt", "StreamHalt", ProofDesign.of(() -> new HaltedStream(3)))
                    .mutant("assign sink_valid = (source_valid && ", "assign sink_valid = (source_valid || ")
                    .mutant("(passed < 2'b11)", "(passed <= 2'b11)")
                    .proves(
                            ProofMethod.invariant(),
                            "behind a credit counter both sides see a word pass in one cycle, none is withdrawn, none passes beyond the limit"),
            ProofJob.of("priority_arbiter", "PriorityArbiter", ProofDesign.of(() -> new SharedStream(3)))
                    .mutant("((! granted_valid) || receiver_ready)", "receiver_ready")
                    .mutant("(granted_free && (! clients_2_valid))", "granted_free")
                    .proves(
                            ProofMethod.invariant(),
                            "one client at a time, the last that asks; each granted word is delivered once and held; never idle while one may go"),
            ProofJob.of("command_prefetch", "CommandPrefetch", ProofDesign.of(CommandPrefetch::new))
                    .mutant("(mayFetch && (! full))", "mayFetch")
                    .mutant("full <= 1'b0;", "full <= full;", 1)
                    .proves(
                            ProofMethod.invariant(),
                            "holds one command, offers it unchanged, takes the next only when allowed"));

    private StreamProofs() {}
}
