// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import static org.p2vit.hw.program.Command.Destination.LOAD_ACT;
import static org.p2vit.hw.program.Command.Destination.LOAD_RES;
import static org.p2vit.hw.program.Command.Destination.REQUANT_OUT;
import static org.p2vit.hw.program.Command.Destination.REQUANT_RES;

import java.util.List;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.Command.Place;
import org.p2vit.hw.program.Command.Region;
import org.p2vit.hw.program.Command.Rows;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.QuantizedBlock;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.VitShape;

/**
 * Compiles a quantized network to a program for a configuration.
 *
 * <p>The program order is a valid sequential order (architecture §3). Concurrency comes from the queues: LOAD runs ahead as
 * far as its rings allow, and the row-wise units follow MATMUL tile by tile.
 */
public final class NetworkCompiler {
    private final QuantizedVit network;
    private final VitShape shape;
    private final BufferPlan plan;
    private final Layout layout;
    private final ProgramBuilder program;
    private final RowHandover handover;
    private final LinearEmitter linear;
    private final AttentionEmitter attention;
    private final NormEmitter norm;
    private final MlpEmitter mlp;

    private NetworkCompiler(QuantizedVit network, AcceleratorConfig config, Overlap overlap) {
        this.network = network;
        this.shape = network.shape();
        this.plan = BufferPlan.of(shape, config);
        this.layout = new Layout(config.array().tokenTile(), config.array().word());
        this.program = new ProgramBuilder(config.array().word());
        this.handover = new RowHandover(program, overlap);
        this.linear = new LinearEmitter(
                program,
                layout,
                shape,
                handover,
                plan.weightRing(),
                config.buffers().requantParam().words());
        this.norm = new NormEmitter(
                program, layout, shape, handover, config.buffers().normParam().words());
        this.attention = new AttentionEmitter(program, shape, plan, linear, handover, overlap);
        this.mlp = new MlpEmitter(program, plan, linear);
    }

    /** Compiles {@code network}; refuses it with the limit named if it is too large for {@code config}. */
    public static Program compile(QuantizedVit network, AcceleratorConfig config) {
        return compile(network, config, Overlap.BOTH);
    }

    /** As above, with less concurrency, to measure what it is worth. */
    public static Program compile(QuantizedVit network, AcceleratorConfig config, Overlap overlap) {
        if (network.attention() != AttentionCoding.LOG2) {
            throw new InvalidInputException("The network codes its attention weights as \""
                    + network.attention().label() + "\"; the accelerator computes \"" + AttentionCoding.LOG2.label()
                    + "\" only. Quantize the network with logarithmic attention.");
        }
        return new NetworkCompiler(network, config, overlap).compile();
    }

    /** How much of each buffer a network of this shape takes; refuses it as {@link #compile} does. */
    public static List<BufferUse> bufferUse(VitShape shape, AcceleratorConfig config) {
        return BufferPlan.of(shape, config).uses();
    }

    private Program compile() {
        embed();
        attention.begin();
        for (int i = 0; i < shape.depth(); i++) {
            QuantizedBlock block = network.blocks().get(i);
            String name = "blocks." + i + ".";
            norm.emit(block.norm1(), name + "ln1", plan.stream(), plan.normalised(), allRows(), 0);
            attention.emit(block, name);
            norm.emit(block.norm2(), name + "ln2", plan.stream(), plan.normalised(), allRows(), 0);
            mlp.emit(block, name, i == shape.depth() - 1);
        }
        classify();
        program.add(Command.end());
        int word = layout.word();
        return new Program(
                shape,
                layout.tokenTile(),
                word,
                new Program.Part(program.commands(), program.spans()),
                new Program.Part(List.of(), List.of()),
                program.constants(),
                layout.tokenMajorBytes(shape.patches(), shape.patchDepth()),
                layout.words(shape.classes()) * word * Integer.BYTES);
    }

    private Rows allRows() {
        return new Rows(0, shape.tokens());
    }

    private void embed() {
        int tokens = shape.tokens();
        byte[] stream = new byte[tokens * shape.dim()];
        for (int token = 0; token < tokens; token++) {
            byte[] from = token == 0 ? network.classTokenRow() : network.position();
            int row = Layout.machineRow(token, tokens);
            System.arraycopy(from, token == 0 ? 0 : token * shape.dim(), stream, row * shape.dim(), shape.dim());
        }
        program.loadConstants(
                layout.tokenMajor(stream, tokens, shape.dim()),
                LOAD_RES,
                plan.stream().base(),
                0,
                Semaphore.NONE,
                Semaphore.STREAM_LOADED);
        int patchBytes = layout.tokenMajorBytes(shape.patches(), shape.patchDepth());
        program.add(Command.load(
                Region.INPUT,
                0,
                patchBytes / layout.word(),
                LOAD_ACT,
                plan.patches().base(),
                Sync.FREE.signalEnd(Semaphore.PATCHES_LOADED)));
        linear.emit(new LinearEmitter.Job(
                        network.patchEmbedding(), "patch_embed", plan.patches(), REQUANT_RES, plan.stream())
                .rows(new Rows(0, shape.patches()), 0)
                .residual(plan.stream())
                .matMulAfter(Semaphore.PATCHES_LOADED)
                .requantAfter(Semaphore.STREAM_LOADED)
                .signalEachTile(Semaphore.STREAM_ROWS));
        if (handover.byTile() && layout.tiles(shape.patches()) < layout.tiles(tokens)) {
            program.add(Command.sync(Unit.REQUANT, Sync.FREE.signalEnd(Semaphore.STREAM_ROWS)));
        }
    }

    /** Final norm and head act on the class token, the last machine row. */
    private void classify() {
        int last = shape.tokens() - 1;
        int tile = last / layout.tokenTile();
        Rows row = new Rows(last % layout.tokenTile(), 1);
        Place normalised = plan.normalised().at(tile);
        norm.emit(network.finalNorm(), "norm", plan.stream().at(tile), normalised, row, last);
        linear.emit(new LinearEmitter.Job(network.head(), Span.LOGITS, normalised, REQUANT_OUT, new Place(0, 0))
                .rows(row, last)
                .afterEachTile(Semaphore.NORM_ROWS)
                .signalEnd(Semaphore.LOGITS_READY));
        int words = layout.words(shape.classes()) * Integer.BYTES;
        program.add(Command.store(Region.OUTPUT, 0, words, 0, Sync.FREE.after(Semaphore.LOGITS_READY)));
    }
}
