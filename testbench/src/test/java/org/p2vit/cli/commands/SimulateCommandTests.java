// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.NetworkFiles;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.quant.model.VitShape;

/** What simulate refuses before it emits or builds anything. */
class SimulateCommandTests {
    @TempDir
    private Path folder;

    private NetworkFiles files;

    @BeforeEach
    void makeFiles() {
        files = new NetworkFiles(folder);
    }

    @Test
    void tooLargeNetworkIsRefusedWithTheLimitNamed() throws IOException {
        CliRun run = simulate(
                files.bundle(NetworkFiles.ONE_BLOCK_OF_DEIT_TINY), files.images(1), "--preprocess", "resize-crop");
        assertRefused(run, "197 tokens", "limits.maxTokens is 80");
    }

    @Test
    void truncatedBundleIsRefused() throws IOException {
        Path bundle = files.bundle(NetworkFiles.SMALL);
        byte[] bytes = Files.readAllBytes(bundle);
        Files.write(bundle, Arrays.copyOf(bytes, bytes.length / 2));
        assertRefused(simulate(bundle, files.images(1)), bundle.toString(), "truncated or damaged");
    }

    @Test
    void unreadableImageIsNamed() throws IOException {
        Path broken =
                Files.write(folder.resolve("broken.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        assertRefused(simulate(files.bundle(NetworkFiles.SMALL), broken), broken.toString());
        Path missing = folder.resolve("missing.jpg");
        assertRefused(simulate(files.bundle(NetworkFiles.SMALL), missing), missing.toString(), "does not exist");
    }

    @Test
    void imageThatIsTooSmallToCropSaysWhatToDo() throws IOException {
        Path images = files.images(1);
        Path bundle = files.bundle(new VitShape(64, 64, 3, 16, 16, 1, 2, 32, 5));
        assertRefused(simulate(bundle, images, "--preprocess", "crop"), "32x32", "resize-crop");
    }

    @Test
    void floatWeightsOfAnotherNetworkAreRefused() throws IOException {
        Path other = files.checkpoint(new VitShape(32, 32, 3, 8, 16, 2, 2, 32, 5));
        CliRun run = simulate(files.bundle(NetworkFiles.SMALL), files.images(1), "--model", other);
        assertRefused(run, "depth=2", "depth=1");
    }

    @Test
    void impossibleNumbersAreRefused() {
        run("simulate", "--stalls", 95).assertUsage("--stalls is 95", "0 to 90");
        run("simulate", "--latency", 0).assertUsage("--latency is 0");
        run("simulate", "--count", 0).assertUsage("--count is 0");
        run("simulate", "--wave", folder.resolve("w.fst"), "--from", 9, "--to", 3)
                .assertUsage("9 to 3");
        run("simulate", "--config", "kv999").assertUsage("kv999");
        assertThat(folder.resolve("rtl")).as("nothing was emitted").doesNotExist();
    }

    @Test
    void demoIsNotShownPicturesItWasMadeWith() {
        for (int seed = 1; seed <= 3; seed++) {
            run("simulate", "--seed", seed).assertUsage("seed " + seed);
        }
    }

    @Test
    void aNetworkOfOnesOwnNeedsImages() throws IOException {
        CliRun noImage = run("simulate", "--bundle", files.bundle(NetworkFiles.SMALL));
        assertThat(noImage.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(noImage.err()).contains("--bundle needs --image");
        run("simulate", "--model", "vit.safetensors").assertUsage("--bundle");
        run("simulate", "--preprocess", "crop").assertUsage("--preprocess has no effect without --image");
        assertThat(run("simulate", "--from", 3).exitCode()).isEqualTo(ExitCode.USAGE);
    }

    private void assertRefused(CliRun run, String... parts) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(run.err()).contains(parts).doesNotContain("\tat ");
        assertThat(folder.resolve("rtl")).as("nothing was emitted").doesNotExist();
    }

    private CliRun simulate(Path bundle, Path image, Object... more) {
        List<Object> args = new ArrayList<>(List.of("simulate", "--config", "tiny", "--bundle", bundle));
        args.addAll(List.of("--image", image));
        args.addAll(List.of(more));
        return run(args.toArray());
    }

    private CliRun run(Object... args) {
        List<Object> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--rtl", folder.resolve("rtl")));
        return CliRun.of(all.toArray());
    }
}
