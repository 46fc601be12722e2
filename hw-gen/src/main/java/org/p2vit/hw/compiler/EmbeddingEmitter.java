// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import static org.p2vit.hw.program.Semaphore.NONE;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.compiler.LinearEmitter.Work;
import org.p2vit.hw.compiler.LinearSlices.Slice;
import org.p2vit.hw.compiler.ProgramBuilder.Constant;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.LoadCommand;
import org.p2vit.hw.program.Region;
import org.p2vit.hw.program.RequantCommand;
import org.p2vit.hw.program.RowRange;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.Sync;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.VitShape;

/**
 * Emits the patch embedding so that the array starts with the first patches and weights, and has more to do with each that comes.
 *
 * <p>With w output tiles of weights and p tiles of patches there, another tile of weights brings p·d steps for its W·d words and
 * another tile of patches w·d steps for its T·d words. So W tiles of patches come first, then output tiles one by one against these,
 * then the other patches against all of them, then the rest of the weights against all patches.
 */
final class EmbeddingEmitter {
    /** Parts of the first patches, so that the array need not wait for all of them. */
    private static final int FIRST_PARTS = 4;
    /** Parts of the patches that follow. */
    private static final int LATER_PARTS = 6;

    private final ProgramBuilder program;
    private final Layout layout;
    private final VitShape shape;
    private final BufferPlan plan;
    private final LinearEmitter linear;
    private final LinearSlices slices;
    private final RowHandover handover;
    private final LinearJob job;
    private final Constant positions;
    private final int tiles;
    /** Output tiles that come one by one. */
    private final int singles;

    private boolean firstImage;
    private boolean patchesTaken;
    private boolean streamFreed;

    EmbeddingEmitter(
            QuantizedVit network,
            ProgramBuilder program,
            Layout layout,
            BufferPlan plan,
            LinearEmitter linear,
            LinearSlices slices,
            RowHandover handover) {
        this.program = program;
        this.layout = layout;
        this.shape = network.shape();
        this.plan = plan;
        this.linear = linear;
        this.slices = slices;
        this.handover = handover;
        this.tiles = plan.extents().tokenTiles();
        LinearJob embedding = new LinearJob(
                        network.patchEmbedding(),
                        "patch_embed",
                        plan.patches(),
                        RequantCommand.Destination.RES,
                        plan.stream())
                .residual(plan.position())
                .signalEachTile(Semaphore.STREAM_ROWS);
        this.job = plan.ownPatches() ? embedding.matMulEnd(Semaphore.PATCHES_FREE) : embedding;
        this.singles = slices.singles(job);
        this.positions = program.constant(
                new ProgramBuilder.Key(network.position(), 0, shape.tokens()),
                () -> layout.machineMajor(network.position(), shape));
    }

    void emit(boolean first) {
        firstImage = first;
        patchesTaken = false;
        streamFreed = first;
        boolean rowsCome = loadsPatches() || loadsPositions();
        TileRange all = new TileRange(0, tiles);
        TileRange early = rowsCome ? new TileRange(0, Math.min(tiles, layout.word())) : all;
        List<TileRange> later = new TileRange(early.to(), tiles).split(LATER_PARTS);

        List<Slice> loaded = new ArrayList<>();
        loaded.add(slices.load(job, 0, job.step()));
        List<TileRange> parts = early.split(rowsCome ? FIRST_PARTS : 1);
        for (TileRange part : parts) {
            boolean last = part.to() == early.to();
            load(part);
            emit(loaded.get(0), part, part.from() == 0, last && later.isEmpty(), true);
        }
        while (loaded.size() < singles) {
            Slice slice = slices.load(job, loaded.size() * job.step(), job.step());
            emit(slice, early, true, later.isEmpty(), false);
            loaded.add(slice);
        }
        for (TileRange part : later) {
            load(part);
            if (part.to() < tiles) {
                emit(Slice.joined(loaded), part, false, false, true);
            } else {
                for (Slice slice : loaded) {
                    emit(slice, part, false, true, slice == loaded.get(0));
                }
            }
        }
        int joined = Slice.joined(loaded).outTiles();
        if (joined < slices.outTiles(job)) {
            linear.emit(job, joined);
        }
    }

    private boolean loadsPatches() {
        return firstImage || !plan.ownPatches();
    }

    private boolean loadsPositions() {
        return firstImage || !plan.ownPosition();
    }

    /** @param fresh whether this is the first work on the rows */
    private void emit(Slice slice, TileRange range, boolean takes, boolean frees, boolean fresh) {
        int first = range.from() * layout.tokenTile();
        int count = Math.min(range.count() * layout.tokenTile(), shape.tokens() - first);
        boolean patches = loadsPatches() ? fresh : !patchesTaken;
        patchesTaken = true;
        linear.emit(
                job,
                new Work(slice, range.from(), new RowRange(0, count), takes, frees),
                Sync.FREE.after(patches ? Semaphore.PATCHES_LOADED : NONE),
                Sync.FREE.after(fresh ? rowsFree(range) : NONE));
    }

    /** What the first work on rows has to wait for: their positions or, where these stay, that the class token of the image before was read. */
    private Semaphore rowsFree(TileRange range) {
        if (loadsPositions()) {
            return Semaphore.STREAM_LOADED;
        }
        return range.to() == tiles ? Semaphore.STREAM_FREE : NONE;
    }

    /** Loads what rows {@code part} need and is not there. */
    private void load(TileRange part) {
        boolean last = part.to() == tiles;
        if (loadsPatches()) {
            Sync sync = Sync.FREE
                    .after(!firstImage && part.from() == 0 ? Semaphore.PATCHES_FREE : NONE)
                    .signalEnd(Semaphore.PATCHES_LOADED);
            Command command = patches(part, sync);
            program.add(last ? command.with(LoadCommand.ADVANCE) : command);
        }
        if (loadsPositions()) {
            loadPositions(part);
        }
    }

    private void loadPositions(TileRange range) {
        int tileBytes = plan.extents().dimWords() * layout.tokenTile() * layout.word();
        Constant rows = positions.part(range.from() * tileBytes, range.count() * tileBytes);
        Sync loaded = Sync.FREE.signalEnd(Semaphore.STREAM_LOADED);
        Sync waits = streamFreed ? loaded : loaded.after(Semaphore.STREAM_FREE);
        streamFreed = true;
        program.add(LoadCommand.of(
                Region.MODEL,
                rows.offset(),
                rows.bytes() / layout.word(),
                LoadCommand.Destination.RES,
                plan.position().at(range.from()).base(),
                waits));
    }

    private Command patches(TileRange range, Sync sync) {
        int tileWords = plan.patches().stride() * layout.tokenTile();
        return LoadCommand.of(
                Region.INPUT,
                (long) range.from() * tileWords * layout.word(),
                range.count() * tileWords,
                LoadCommand.Destination.ACT,
                plan.patches().at(range.from()).base(),
                sync);
    }

    /** Part {@code step} of {@code steps} of the patches of the next image, where they have a place of their own. */
    void loadAhead(int step, int steps) {
        TileRange range = new TileRange(tiles * step / steps, tiles * (step + 1) / steps);
        if (!plan.ownPatches() || range.count() == 0) {
            return;
        }
        boolean last = range.to() == tiles;
        Sync sync = Sync.FREE
                .after(range.from() == 0 ? Semaphore.PATCHES_FREE : NONE)
                .signalEnd(last ? Semaphore.PATCHES_LOADED : NONE);
        Command command = patches(range, sync).with(LoadCommand.AHEAD);
        program.add(last ? command.with(LoadCommand.ADVANCE) : command);
    }
}
