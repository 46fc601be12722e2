// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.job;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Puts new results between those that were known, in the order of all pieces, and keeps them. */
final class MergingReduction<R extends Serializable, T> implements Reduction<VouchedWork.Vouched<R>, T> {
    private final List<Optional<R>> known;
    private final KeptResults<R> kept;
    private final Reduction<R, T> reduction;
    private int next;

    /** @param known by piece; empty for those whose results come */
    MergingReduction(List<Optional<R>> known, KeptResults<R> kept, Reduction<R, T> reduction) {
        this.known = known;
        this.kept = kept;
        this.reduction = reduction;
    }

    @Override
    public void add(VouchedWork.Vouched<R> fresh) {
        addKnown();
        try {
            if (fresh.isKnown()) {
                kept.add(next, fresh.content(), fresh.result());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reduction.add(fresh.result());
        next++;
    }

    private void addKnown() {
        while (next < known.size() && known.get(next).isPresent()) {
            reduction.add(known.get(next++).get());
        }
    }

    @Override
    public T total() {
        addKnown();
        return reduction.total();
    }
}
