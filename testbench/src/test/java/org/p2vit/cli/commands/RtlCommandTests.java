// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.cli.Main;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.emit.Emitter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RtlCommandTests {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void filesAndReportAreWritten() throws IOException {
        Path output = folder.resolve("rtl/tiny");
        Path report = folder.resolve("rtl-tiny.json");
        int status = run("--config", "tiny", "--output", output.toString(), "--json", report.toString());
        assertThat(status).as(err.toString()).isZero();
        assertThat(output.resolve(Emitter.VERILOG)).isNotEmptyFile();
        JsonNode manifest = JsonMapper.shared().readTree(Files.readString(output.resolve(Emitter.MANIFEST)));
        JsonNode result = JsonMapper.shared().readTree(Files.readString(report)).path("result");
        assertThat(result.path("folder").asString()).isEqualTo(output.toString());
        assertThat(result.path("manifest")).isEqualTo(manifest);
        assertThat(out.toString())
                .contains(manifest.path("configHash").asString())
                .contains(output.resolve(Emitter.VERILOG).toString());
    }

    @Test
    void anUnknownConfigurationIsAnsweredWithTheKnownOnes() {
        Path output = folder.resolve("rtl");
        assertThat(run("--config", "kv261", "--output", output.toString())).isEqualTo(ExitCode.USAGE.status());
        assertThat(err.toString())
                .contains("kv261")
                .contains(AcceleratorConfig.NAMED)
                .doesNotContain("\tat ");
        assertThat(output).doesNotExist();
    }

    @Test
    void aFolderWithOtherThingsIsLeftAlone() throws IOException {
        Path thesis = Files.writeString(folder.resolve("thesis.txt"), "years of work");
        assertThat(run("--config", "tiny", "--output", folder.toString())).isEqualTo(ExitCode.INVALID_INPUT.status());
        assertThat(err.toString()).contains(folder.toString()).contains("choose");
        assertThat(thesis).hasContent("years of work");
    }

    private int run(String... options) {
        String[] args = new String[options.length + 1];
        args[0] = "rtl";
        System.arraycopy(options, 0, args, 1, options.length);
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
