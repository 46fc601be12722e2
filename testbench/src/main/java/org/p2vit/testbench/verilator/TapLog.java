// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What one tap recorded; reading does not disturb it, {@link #drain()} also empties it. */
public final class TapLog {
    private final Model model;
    private final TapSpec spec;
    private final int index;

    private TapLog(Model model, TapSpec spec, int index) {
        this.model = model;
        this.spec = spec;
        this.index = index;
    }

    static TapLog attach(Model model, TapSpec spec) {
        long valid = locate(model, spec, spec.valid(), 1);
        long ready = spec.ready() == null ? 0 : locate(model, spec, spec.ready(), 1);
        long[] places = new long[2 * spec.data().size()];
        for (int i = 0; i < spec.data().size(); i++) {
            TapSpec.Signal field = spec.data().get(i);
            places[2 * i] = locate(model, spec, field.path(), field.widthBits());
            places[2 * i + 1] = field.bytes();
        }
        int index = Bridge.p2vit_add_tap(
                model.handle(), spec.name(), valid, ready, places, spec.data().size());
        return new TapLog(model, spec, index);
    }

    private static long locate(Model model, TapSpec spec, String path, int width) {
        if (model.hasPin(path)) {
            requireWidth(spec, path, width, model.pin(path).width());
            return model.address(model.pin(path).offset());
        }
        String scope = Hierarchy.scope(model.built().top(), path);
        String signal = Hierarchy.signal(path);
        int found = Bridge.p2vit_signal_width(model.handle(), scope, signal);
        if (found == 0) {
            throw new BuildException(
                    String.format(Locale.ROOT, "tap %s: there is no signal %s in %s", spec.name(), signal, scope));
        }
        requireWidth(spec, path, width, found);
        return Bridge.p2vit_signal_address(model.handle(), scope, signal);
    }

    private static void requireWidth(TapSpec spec, String path, int expected, int found) {
        if (expected != found) {
            throw new BuildException(String.format(
                    Locale.ROOT, "tap %s: %s is %d bits wide, not %d", spec.name(), path, found, expected));
        }
    }

    public TapSpec spec() {
        return spec;
    }

    /** Words recorded and not yet drained. */
    public long count() {
        return Bridge.p2vit_tap_bytes(model.handle(), index) / stride();
    }

    /** All words recorded and not yet drained, oldest first; they are removed. */
    public List<TapWord> drain() {
        int stride = stride();
        int bytes = Math.toIntExact(Bridge.p2vit_tap_bytes(model.handle(), index));
        List<TapWord> words = new ArrayList<>(bytes / stride);
        Pointer data = Bridge.p2vit_tap_data(model.handle(), index);
        for (int at = 0; at < bytes; at += stride) {
            words.add(new TapWord(data.getLong(at), data.getByteArray(at + Long.BYTES, spec.wordBytes())));
        }
        Bridge.p2vit_tap_clear(model.handle(), index);
        return words;
    }

    private int stride() {
        return Long.BYTES + spec.wordBytes();
    }
}
