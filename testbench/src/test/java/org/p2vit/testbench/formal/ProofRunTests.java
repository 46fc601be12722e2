// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.formal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.testbench.verilator.BuildException;
import org.p2vit.testbench.verilator.RtlFault;

/** A few jobs that take seconds, and that each way to prove nothing is a failure. */
@Tag("tools")
class ProofRunTests {
    @TempDir
    private Path folder;

    static List<String> names() {
        return ProofJobs.every().stream().map(ProofJob::name).toList();
    }

    /** All are proven at night only; that properties and design belong together shows every day. */
    @ParameterizedTest
    @MethodSource("names")
    void everyDesignHasWhatItsPropertiesName(String name) {
        ProofJob job = ProofJobs.named(name);
        Path verilog = job.design().write(folder.resolve("design"));
        ProofModel.requireFitting(job, verilog, folder.resolve("fitting"));
        job.mutants().forEach(fault -> fault.inject(verilog, folder.resolve("faulty.v")));
    }

    @Test
    void aPortThatIsGoneIsNamed() {
        ProofJob job = ProofJobs.named("stream_halt");
        Path verilog = new RtlFault("wire          returned,", "wire          given,")
                .inject(job.design().write(folder.resolve("design")), folder.resolve("faulty.v"));
        assertThatThrownBy(() -> ProofModel.requireFitting(job, verilog, folder.resolve("fitting")))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("does not have a port named 'returned'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"valid_pipeline", "priority_arbiter", "register_access", "saturate"})
    void provesCells(String name) {
        ProofResult result = run(ProofJobs.named(name));
        assertThat(result.faults()).isEmpty();
        assertThat(result.unbounded()).isTrue();
        assertThat(result.properties()).isNotEmpty();
    }

    @Test
    void aFaultyDesignIsNotProven() {
        ProofJob job = ProofJobs.named("stream_halt");
        ProofDesign faulty =
                target -> job.mutants().get(0).inject(job.design().write(target), target.resolve("faulty.v"));
        ProofResult result = run(new ProofJob(
                job.name(),
                job.module(),
                job.claim(),
                faulty,
                job.method(),
                job.coverCycles(),
                job.cut(),
                List.of(new RtlFault("endmodule", "\nendmodule"))));
        assertThat(result.proven()).isEqualTo(Answer.NO);
        assertThat(result.faults()).first().asString().startsWith("stream_halt: a property is violated in cycle");
    }

    @Test
    void aMutantThatThePropertiesAllowIsAFailure() {
        ProofResult result =
                run(ProofJobs.named("stream_halt").withMutants(List.of(new RtlFault("endmodule", "\nendmodule"))));
        assertThat(result.proven()).isEqualTo(Answer.YES);
        assertThat(result.faults()).singleElement().asString().startsWith("stream_halt: vacuous: it holds too with");
    }

    @Test
    void aCoverThatIsNotReachedIsAFailure() {
        ProofJob job = ProofJobs.named("stream_halt");
        ProofResult result = run(new ProofJob(
                job.name(), job.module(), job.claim(), job.design(), job.method(), 3, job.cut(), job.mutants()));
        assertThat(result.faults()).contains("stream_halt: vacuous: halted is never reached");
    }

    @Test
    void anInductionThatIsTooShortProvesNothing() {
        ProofJob job = ProofJobs.named("valid_pipeline");
        ProofResult result = run(new ProofJob(
                job.name(),
                job.module(),
                job.claim(),
                job.design(),
                ProofMethod.induction(2),
                job.coverCycles(),
                job.cut(),
                job.mutants()));
        assertThat(result.proven()).isEqualTo(Answer.NO);
        assertThat(result.against()).contains("is violated, or not inductive");
    }

    @Test
    void aCoverWithoutAnswerIsNotCalledVacuous() {
        ProofJob job = ProofJobs.named("requant_lane");
        ProofResult result = new ProofRun(folder, 1).run(job);
        assertThat(result.covers()).extracting(ProofResult.Cover::reached).contains(Answer.NONE);
        assertThat(result.faults()).noneMatch(fault -> fault.contains("vacuous"));
    }

    private ProofResult run(ProofJob job) {
        return new ProofRun(folder, 60).run(job);
    }
}
