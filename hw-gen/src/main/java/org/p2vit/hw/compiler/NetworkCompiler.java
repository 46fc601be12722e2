// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import java.util.List;
import org.p2vit.hw.buffer.BufferTable;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.program.Buffer;
import org.p2vit.hw.program.Region;
import org.p2vit.hw.program.RowRange;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.StoreCommand;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.QuantizedBlock;
import org.p2vit.quant.model.QuantizedNorm;
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
    private final LinearSlices slices;
    private final LinearEmitter linear;
    private final AttentionEmitter attention;
    private final NormEmitter norm;
    private final MlpEmitter mlp;
    private final EmbeddingEmitter embedding;
    private final ReadoutEmitter readout;
    private final RowGroups groups;
    private final TileRange all;

    private NetworkCompiler(QuantizedVit network, AcceleratorConfig config, Overlap overlap) {
        this.network = network;
        this.shape = network.shape();
        this.plan = BufferPlan.of(shape, config);
        this.layout = new Layout(config.array().tokenTile(), config.array().word());
        this.program = new ProgramBuilder(config.array().word());
        RowHandover handover = new RowHandover(program, overlap);
        BufferTable buffers = new BufferTable(config);
        this.slices = new LinearSlices(
                program, layout, plan.weightRing(), buffers.get(Buffer.RQP).depth());
        this.linear = new LinearEmitter(program, layout, shape, handover, slices);
        this.norm = new NormEmitter(
                program, layout, handover, buffers.get(Buffer.NRP).depth());
        AttentionValues values = AttentionRoom.of(config.attention()).values(program, layout, plan, handover, overlap);
        this.attention = new AttentionEmitter(program, shape, layout, plan, linear, handover, values, overlap);
        this.mlp = new MlpEmitter(plan, linear);
        this.readout = new ReadoutEmitter(network, program, layout, plan, norm, linear, attention);
        this.groups = new RowGroups(plan, layout, config, overlap);
        this.all = new TileRange(0, plan.extents().tokenTiles());
        this.embedding = new EmbeddingEmitter(network, program, layout, plan, linear, slices, handover);
    }

    /** Compiles {@code network}; refuses it with the limit named if it is too large for {@code config}. */
    public static Program compile(QuantizedVit network, AcceleratorConfig config) {
        return compile(network, config, Overlap.BOTH);
    }

    /** As above, with less concurrency, to measure what it is worth. */
    public static Program compile(QuantizedVit network, AcceleratorConfig config, Overlap overlap) {
        require(network, config);
        return ProgramCheck.require(new NetworkCompiler(network, config, overlap).compile(), config);
    }

    /** Refuses a network that {@link #compile} refuses for its attention or its shape, in next to no time. */
    public static void require(QuantizedVit network, AcceleratorConfig config) {
        config.requireAttention("the network", network.bits());
        requireShape(network.shape(), config);
    }

    /** As above, before there is a network of this shape. */
    public static void requireShape(VitShape shape, AcceleratorConfig config) {
        BufferPlan.of(shape, config);
    }

    /** How much of each buffer a network of this shape takes; refuses it as {@link #compile} does. */
    public static List<BufferUse> bufferUse(VitShape shape, AcceleratorConfig config) {
        return BufferPlan.of(shape, config).uses();
    }

    private Program compile() {
        Program.Part first = image(true);
        Program.Part further = image(false);
        return new Program(
                shape,
                layout.tokenTile(),
                layout.word(),
                first,
                further,
                program.constants(),
                layout.tokenMajorBytes(shape.tokens(), shape.patchDepth()),
                layout.words(shape.classes()) * layout.word() * Integer.BYTES);
    }

    /** The rings begin anew with each image and go the same way in all, so a further image ends in the state it began in. */
    private Program.Part image(boolean first) {
        slices.restart();
        norm.begin();
        attention.begin(first);
        embedding.emit(first);
        normalise(network.blocks().get(0).norm1(), name(0) + "ln1", all, Semaphore.NORM_ROWS);
        for (int i = 0; i < shape.depth(); i++) {
            List<TileRange> parts = groups.of(network.blocks().get(i));
            attention.emit(network.blocks().get(i), name(i), parts);
            complete(i, parts);
        }
        classify(first);
        return program.endPart();
    }

    private static String name(int block) {
        return "blocks." + block + ".";
    }

    /** What follows attention in a block, and the first norm of the next one. */
    private void complete(int i, List<TileRange> parts) {
        QuantizedBlock block = network.blocks().get(i);
        int loads = 2 * shape.depth() - 1;
        boolean lastBlock = i == shape.depth() - 1;
        if (parts.size() > 1) {
            slices.restart();
        }
        LinearPass projection = attention.projection(block, name(i));
        MlpEmitter.Pass perceptron = null;
        for (TileRange part : parts) {
            boolean last = part.to() == plan.extents().tokenTiles();
            RowRange rows = part.rows(layout.tokenTile(), shape.tokens());
            projection.emit(part.from(), rows, last);
            if (part.from() == 0) {
                embedding.loadAhead(2 * i, loads);
            }
            normalise(block.norm2(), name(i) + "ln2", part, Semaphore.MLP_ROWS);
            if (part.from() == 0) {
                perceptron = mlp.begin(
                        block,
                        name(i),
                        lastBlock ? readout.streamComplete() : Semaphore.NONE,
                        lastBlock ? readout.patchesRead() : Semaphore.NONE);
            }
            perceptron.emit(part.from(), rows, last);
            if (lastBlock) {
                continue;
            }
            if (last) {
                embedding.loadAhead(2 * i + 1, loads);
            }
            normalise(network.blocks().get(i + 1).norm1(), name(i + 1) + "ln1", part, Semaphore.NORM_ROWS);
        }
    }

    private void normalise(QuantizedNorm layer, String tensor, TileRange tiles, Semaphore written) {
        int first = tiles.from();
        RowRange rows = tiles.rows(layout.tokenTile(), shape.tokens());
        int machineRow = first * layout.tokenTile();
        norm.emit(
                layer,
                TensorSlice.of(Unit.NORM, tensor, shape, machineRow, rows.count(), 0, layer.dim(), -1),
                plan.stream().at(first),
                plan.normalised().at(first),
                rows,
                0,
                Semaphore.STREAM_ROWS,
                written,
                Semaphore.NONE);
    }

    private void classify(boolean first) {
        readout.emit();
        linear.emit(readout.head().requantAfter(first ? Semaphore.NONE : Semaphore.LOGITS_FREE));
        int words = layout.words(shape.classes()) * Integer.BYTES;
        Sync stored = Sync.FREE.after(Semaphore.LOGITS_READY).signalEnd(Semaphore.LOGITS_FREE);
        program.add(StoreCommand.of(Region.OUTPUT, 0, words, 0, stored).with(StoreCommand.ADVANCE));
    }
}
