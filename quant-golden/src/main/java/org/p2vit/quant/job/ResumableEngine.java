// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.job;

import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.storage.ContentKey;

/**
 * Has another engine do jobs and keeps each result in a folder as it comes, so that a job that was interrupted goes on
 * where it was. A kept result is used only for the same work, by the same build of the code, on a piece of the same {@link
 * Work#content}; anything else is computed. What the reduction gets is the same, in the same order.
 *
 * <p>Results of the work must be records of its package, of this project or of {@code java.lang} and {@code java.util}.
 */
public final class ResumableEngine implements JobEngine {
    private static final String CLASSES = "org.p2vit.**;java.lang.*;java.util.*;";

    private final JobEngine engine;
    private final Optional<Path> folder;
    private final Set<Path> files = new LinkedHashSet<>();
    private int found;

    /**
     * @param engine that works; closed with this one
     * @param folder where results are kept, made when needed; without one nothing is kept
     */
    public ResumableEngine(JobEngine engine, Optional<Path> folder) {
        this.engine = engine;
        this.folder = folder;
    }

    /** @throws UncheckedIOException if a result cannot be kept, besides what the other engine throws */
    @Override
    public <P extends Serializable, R extends Serializable, T> T run(Job<P, R, T> job, ProgressListener progress) {
        if (folder.isEmpty()) {
            return engine.run(job, progress);
        }
        try {
            String key = key(job.work());
            Path file = folder.get().resolve(key + ".kept");
            files.add(file);
            String pattern = CLASSES + job.work().getClass().getPackageName() + ".*;!*";
            try (KeptResults<R> kept = new KeptResults<>(file, key, ObjectInputFilter.Config.createFilter(pattern))) {
                return run(job, kept, progress);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String key(Work<?, ?> work) throws IOException {
        byte[] shared = ContentDigest.of(to -> {
            ObjectOutputStream out = new ObjectOutputStream(to);
            out.writeObject(work);
            out.flush();
        });
        return new ContentKey(work.getClass()).code(Job.class).bytes(shared).digits();
    }

    private <P extends Serializable, R extends Serializable, T> T run(
            Job<P, R, T> job, KeptResults<R> kept, ProgressListener progress) {
        VouchedWork<P, R> work = new VouchedWork<>(job.work());
        int count = job.pieces().size();
        List<Optional<R>> known = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            known.add(kept.has(index) ? kept.get(index, work.digest(job.pieces().get(index))) : Optional.empty());
        }
        List<P> missing = IntStream.range(0, count)
                .filter(index -> known.get(index).isEmpty())
                .mapToObj(job.pieces()::get)
                .toList();
        int before = count - missing.size();
        found += before;
        return engine.run(
                new Job<>(
                        job.name(),
                        missing,
                        work,
                        () -> new MergingReduction<>(
                                known, kept, job.reduction().get())),
                (step, done, total) -> progress.at(step, before + done, count));
    }

    /** How many results of jobs so far had been kept by an earlier run. */
    public int found() {
        return found;
    }

    /** Removes what was kept of the jobs of this engine: what they were for is complete. */
    public void forget() {
        try {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
