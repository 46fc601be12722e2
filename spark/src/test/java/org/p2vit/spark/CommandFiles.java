// SPDX-License-Identifier: Apache-2.0
package org.p2vit.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.p2vit.cli.Main;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.quant.demo.GlyphSet;

/**
 * A network small enough to be searched and ablated on Spark in seconds, and commands run on it.
 *
 * @param folder of all that is read and written
 */
record CommandFiles(Path folder) {
    static final int IMAGES = 12;

    static CommandFiles in(Path folder) throws IOException {
        CommandFiles files = new CommandFiles(folder);
        String[] model =
                ("synthesize-model --depth 2 --dim 32 --heads 2 --mlp-dim 64 --image-size 32 --patch 8 --classes 20"
                                + " --output " + files.model())
                        .split(" ");
        files.succeed(model);
        new GlyphSet(GlyphSet.CALIBRATION_SEED, IMAGES).export(files.images());
        return files;
    }

    Path model() {
        return folder.resolve("model.safetensors");
    }

    Path images() {
        return folder.resolve("images");
    }

    /** Words that a command has on whatever engine. */
    List<String> words(String command) {
        String text =
                switch (command) {
                    case "search" ->
                        "search --model %s --calibration %s --budget 0.85 --generations 2 --bit-table " + folder
                                + "/bits.json";
                    case "ablation" ->
                        "ablation --model %s --calibration %2$s --calibration-images 4 --images %2$s --labels %2$s/"
                                + GlyphSet.LABEL_FILE;
                    case "explore" -> "explore --arch deit-tiny --output " + folder + "/explore.svg";
                    default -> throw new IllegalArgumentException(command);
                };
        return List.of(text.replace("%2$s", images().toString())
                .replaceFirst("%s", model().toString())
                .replaceFirst("%s", images().toString())
                .split(" "));
    }

    /** What the command's report holds behind its origin, without times. */
    String result(String command, String... engine) throws IOException {
        List<String> words = new ArrayList<>(words(command));
        words.addAll(List.of("--json", folder.resolve("report.json").toString()));
        words.addAll(List.of(engine));
        succeed(words.toArray(String[]::new));
        String report = Files.readString(folder.resolve("report.json"));
        return report.substring(report.indexOf("\"result\"")).replaceAll("\"seconds\" : [0-9.E-]+", "");
    }

    private void succeed(String... words) {
        StringWriter err = new StringWriter();
        int status = Main.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err, true))
                .execute(words);
        assertThat(status).as(err.toString()).isEqualTo(ExitCode.OK.status());
    }
}
