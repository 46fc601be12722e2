// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.p2vit.hw.compiler.Overlap;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.VitShape;

/**
 * Makes a failing case smaller as long as it fails in the same way: usual memory and order, fewer images, fewer and narrower layers, fewer
 * tokens, 8 bits, usual numbers. The configuration stays, because a build costs more than all of that.
 */
final class CaseShrinker {
    private static final int MOST_RUNS = 60;

    private final Function<FuzzCase, FuzzOutcome> run;
    private int runs;

    CaseShrinker(Function<FuzzCase, FuzzOutcome> run) {
        this.run = run;
    }

    /** The smallest that was found; {@code failing} itself if nothing smaller fails so. */
    FuzzCase shrink(FuzzCase failing, FuzzOutcome.Kind kind) {
        FuzzCase least = failing;
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (FuzzCase candidate : simpler(least)) {
                if (runs == MOST_RUNS) {
                    return least;
                }
                runs++;
                if (run.apply(candidate).kind() == kind) {
                    least = candidate;
                    smaller = true;
                    break;
                }
            }
        }
        return least;
    }

    /** Each simpler in one respect, the greatest steps first. */
    static List<FuzzCase> simpler(FuzzCase from) {
        List<Supplier<FuzzCase>> steps = new ArrayList<>(List.of(
                () -> from.with(FuzzMemory.of(MemoryTiming.STANDARD)),
                () -> from.with(1),
                () -> from.with(from.images() - 1),
                () -> from.with(Overlap.BOTH)));
        FuzzNetwork network = from.network();
        VitShape shape = network.shape();
        int word = from.config().array().word();
        int head = shape.headDim();
        steps.add(() -> from.with(new FuzzNetwork(shape, network.bits(), FuzzValues.TYPICAL)));
        steps.add(() -> from.with(new FuzzNetwork(shape, network.bits().replace('4', '8'), network.values())));
        steps.add(() -> with(from, plain(shape)));
        for (int depth : new int[] {1, shape.depth() - 1}) {
            steps.add(() -> from.with(ofDepth(network, depth)));
        }
        for (int patches : new int[] {1, shape.patches() / 2, shape.patches() - 1}) {
            steps.add(() -> sized(from, patches, shape.patch(), shape.channels()));
        }
        steps.add(() -> sized(from, shape.patches(), 1, 1));
        steps.add(() -> sized(from, shape.patches(), shape.patch(), 1));
        for (int heads : new int[] {1, shape.heads() - 1}) {
            steps.add(() -> wide(from, heads, head, shape.mlpDim(), shape.classes()));
        }
        for (int narrower : new int[] {word, head - word}) {
            steps.add(() -> wide(from, shape.heads(), narrower, shape.mlpDim(), shape.classes()));
        }
        for (int mlp : new int[] {word, shape.mlpDim() / 2 / word * word}) {
            steps.add(() -> wide(from, shape.heads(), head, mlp, shape.classes()));
        }
        for (int classes : new int[] {1, shape.classes() / 2}) {
            steps.add(() -> wide(from, shape.heads(), head, shape.mlpDim(), classes));
        }
        return steps.stream()
                .map(CaseShrinker::possible)
                .filter(one -> one != null && !one.equals(from))
                .toList();
    }

    private static FuzzCase possible(Supplier<FuzzCase> step) {
        try {
            return step.get();
        } catch (InvalidInputException nothingLeft) {
            return null;
        }
    }

    private static FuzzNetwork ofDepth(FuzzNetwork network, int depth) {
        VitShape old = network.shape();
        String bits = network.bits();
        String kept = bits.substring(0, FuzzNetwork.layers(depth) - 1) + bits.charAt(bits.length() - 1);
        return new FuzzNetwork(old.withDepth(depth), kept, network.values());
    }

    private static FuzzCase sized(FuzzCase from, int patches, int patch, int channels) {
        VitShape old = from.network().shape();
        int rows = patches == old.patches() ? old.imageHeight() / old.patch() : 1;
        return with(
                from,
                like(
                        old,
                        new VitShape(
                                rows * patch,
                                patches / rows * patch,
                                channels,
                                patch,
                                old.dim(),
                                old.depth(),
                                old.heads(),
                                old.mlpDim(),
                                old.classes())));
    }

    private static FuzzCase wide(FuzzCase from, int heads, int head, int mlp, int classes) {
        VitShape old = from.network().shape();
        return with(
                from,
                like(
                        old,
                        new VitShape(
                                old.imageHeight(),
                                old.imageWidth(),
                                old.channels(),
                                old.patch(),
                                heads * head,
                                old.depth(),
                                heads,
                                mlp,
                                classes)));
    }

    /** With one class token, a final norm and GELU. */
    private static VitShape plain(VitShape old) {
        return new VitShape(
                old.imageHeight(),
                old.imageWidth(),
                old.channels(),
                old.patch(),
                old.dim(),
                old.depth(),
                old.heads(),
                old.mlpDim(),
                old.classes());
    }

    /** With tokens, readout and activation of another. */
    private static VitShape like(VitShape other, VitShape sized) {
        return sized.with(other.readout())
                .with(other.classTokens(), other.registers())
                .with(other.activation());
    }

    private static FuzzCase with(FuzzCase from, VitShape shape) {
        return from.with(
                new FuzzNetwork(shape, from.network().bits(), from.network().values()));
    }
}
