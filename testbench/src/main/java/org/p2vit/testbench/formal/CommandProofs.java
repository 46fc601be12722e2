// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.formal;

import java.util.List;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.control.CommandFrontEnd;
import org.p2vit.hw.control.Dispatcher;
import org.p2vit.hw.dma.ProgramFetch;
import org.p2vit.hw.dma.ProgramSequence;
import org.p2vit.hw.program.MachineLimits;

/** Proofs of the way of a command from memory to its unit. */
final class CommandProofs {
    private static final int ADDRESS_BITS = 32;
    private static final int WORD_BYTES = 8;

    static final List<ProofJob> JOBS = List.of(
            ProofJob.of(
                            "program_sequence",
                            "ProgramSequence",
                            ProofDesign.of(() -> new ProgramSequence(ADDRESS_BITS, WORD_BYTES)))
                    .covers(14)
                    .mutant("((! begun) || more)", "(! begun)")
                    .mutant("assign count = (begun ? loopCommands : commands)", "assign count = commands")
                    .proves(
                            ProofMethod.induction(3),
                            "the first part once, then what follows for each further image; over when all of it is dispatched"),
            ProofJob.of(
                            "program_fetch",
                            "ProgramFetch",
                            ProofDesign.of(() -> new ProgramFetch(ADDRESS_BITS, WORD_BYTES)))
                    .cut("BurstSplitter", "Fifo")
                    .covers(20)
                    .mutant("(8'h10 <= room)", "(8'h0f <= room)")
                    .mutant(
                            "{{{beat_payload_data,part_2},part_1},part_0}",
                            "{{{beat_payload_data,part_1},part_2},part_0}")
                    .proves(
                            ProofMethod.induction(3),
                            "commands in order and whole; a burst is asked for only when all of it has a place, so the channel is never held up"),
            ProofJob.of(
                            "dispatcher",
                            "Dispatcher",
                            ProofDesign.of(() -> new Dispatcher(8, MachineLimits.of(AcceleratorConfig.load("tiny")))))
                    .cut("Fifo")
                    .covers(16)
                    .mutant("queue_NORM_push_valid = (legal && ", "queue_NORM_push_valid = (held && ")
                    .mutant("words[4] = 1'b0", "words[4] = words[4]")
                    .mutant("ended <= lastImage", "ended <= 1'b1")
                    .mutant("(queue_LOAD_push_valid && queue_LOAD_push_ready)", "queue_LOAD_push_valid")
                    .proves(
                            ProofMethod.induction(3),
                            "each legal command goes into the queue of its unit alone, once, in order, unchanged but for a LOAD ahead of no image; an illegal one stops all; the last image's end ends"),
            ProofJob.of("command_front_end", "CommandFrontEnd", ProofDesign.of(CommandFrontEnd::new))
                    .cut("Fifo")
                    .covers(16)
                    .mutant("&& (! reserved))", ")")
                    .mutant("startBTaken <= 1'b0", "startBTaken <= startBTaken", 1)
                    .mutant("(! completions_pop_valid)", "1'b1")
                    .mutant("&& (! tileFetched))", ")")
                    .proves(
                            ProofMethod.invariant(),
                            "a command starts once, in order, unchanged, with one token of each semaphore it waits for; a tile has its token; signals go when what they speak of is done; no wait while there are tokens"));

    private CommandProofs() {}
}
