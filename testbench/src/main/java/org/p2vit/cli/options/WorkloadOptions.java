// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.bundle.BundleCache;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.weights.FloatVit;
import org.p2vit.testbench.workload.GlyphDemo;
import org.p2vit.testbench.workload.ImageFiles;
import org.p2vit.testbench.workload.Workload;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a command runs: a network of one's own or the demo, on images of one's own or those that the demo renders. */
public final class WorkloadOptions {
    @ArgGroup(exclusive = false)
    private NetworkOptions own;

    @Mixin
    private PictureOptions pictures;

    @AnyNumber
    @Option(
            names = "--seed",
            defaultValue = "4",
            paramLabel = "N",
            description = "Of the demo's pictures and of the pauses of simulated DRAM; ${DEFAULT-VALUE} if not given.")
    private long seed;

    @FileUse(FileUse.Kind.STORE)
    @Option(names = "--cache", paramLabel = "FOLDER", description = "Keep the demo's bundle here between runs.")
    private Path cache;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    public boolean isDemo() {
        return own == null;
    }

    /** Whether the pictures are rendered, by a seed. */
    public boolean isRendered() {
        return isDemo() && pictures.images().isEmpty();
    }

    public long seed() {
        return seed;
    }

    /**
     * @param accelerator says how the demo's attention is coded, and must be able to run a network of one's own, which is looked at
     *     before the images
     * @param count the most images
     */
    public Workload workload(AcceleratorConfig accelerator, int count, InputNotes notes, ProgressListener progress) {
        if (isDemo()) {
            return ofDemo(accelerator, count, progress);
        }
        Ineffective.refuse(command, "--cache", "on --bundle, which is quantized already");
        if (!own.hasFloatWeights()) {
            Ineffective.refuse(command, "--heads", "without --model");
            Ineffective.refuse(command, "--image-size", "without --model");
        }
        if (pictures.images().isEmpty()) {
            throw new ParameterException(command.commandLine(), "--bundle needs --image=PATH: say what to run it on");
        }
        QuantizedVit network = own.network();
        NetworkCompiler.require(network, accelerator);
        return onPictures(own.name(), network, own.reference(notes), count);
    }

    private Workload ofDemo(AcceleratorConfig accelerator, int count, ProgressListener progress) {
        BundleCache bundles = new BundleCache(Optional.ofNullable(cache));
        GlyphDemo demo = new GlyphDemo(accelerator.attention().coding());
        if (!isRendered()) {
            QuantizedVit network = demo.network(bundles, progress);
            return onPictures(GlyphDemo.NAME, network, Optional.of(demo.reference()), count);
        }
        OptionTypes.fitting("--seed", () -> GlyphDemo.requireFresh(seed));
        return demo.workload(bundles, seed, count, progress);
    }

    private Workload onPictures(String name, QuantizedVit network, Optional<FloatVit> reference, int count) {
        ImagePreprocessor preprocessor = pictures.preprocessor(network);
        return new Workload(
                name,
                network,
                reference,
                ImageFiles.read(pictures.images(), count, preprocessor),
                List.of(),
                preprocessor.report());
    }

    /** How many files of the folders among the images are none, by kind; {@code notes} hears of each. */
    public SortedMap<String, Integer> leftOut(InputNotes notes) {
        SortedMap<String, Integer> all = new TreeMap<>();
        pictures.folders().forEach((folder, listing) -> {
            notes.leftOut(folder, listing);
            listing.leftOut().forEach((kind, count) -> all.merge(kind, count, Integer::sum));
        });
        return all;
    }
}
