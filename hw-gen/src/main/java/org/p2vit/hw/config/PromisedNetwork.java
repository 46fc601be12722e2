// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

/**
 * The largest network that a configuration promises to run: as many tokens, channels and channels of a head as its limits say, and an
 * MLP, patches and classes as small as there are. What it takes of each buffer must be there.
 */
final class PromisedNetwork {
    private final ArrayConfig array;
    private final AttentionKind attention;
    private final LimitConfig limits;

    PromisedNetwork(ArrayConfig array, AttentionKind attention, LimitConfig limits) {
        this.array = array;
        this.attention = attention;
        this.limits = limits;
    }

    void check(BufferSetConfig buffers, Faults faults) {
        faults.require(
                limits.maxDim() % array.word() == 0,
                "limits.maxDim is %d, it must be a multiple of array.word, which is %d",
                limits.maxDim(),
                array.word());
        faults.require(
                limits.maxHeadDim() % array.word() == 0,
                "limits.maxHeadDim is %d, it must be a multiple of array.word, which is %d",
                limits.maxHeadDim(),
                array.word());
        int tiles = array.tiles(limits.maxTokens());
        int head = array.words(limits.maxHeadDim());
        int dim = array.words(limits.maxDim());
        int keys = array.words(limits.maxTokens());
        boolean shift = attention == AttentionKind.SHIFT;
        // Norm output, attention output, and queries (and codes) of the heads on chip.
        int rows = 2 * dim + (shift ? 2 * head : head + keys);
        holds(
                faults,
                "activation",
                buffers.activation(),
                tiles * rows,
                "all tokens of limits.maxDim channels and the heads in work");
        holds(faults, "residual", buffers.residual(), tiles * dim, "all tokens of limits.maxDim channels");
        built(faults, "value", buffers.value(), shift);
        built(faults, "code", buffers.code(), shift);
        if (shift) {
            holds(faults, "value", buffers.value(), 2 * tiles * head, "the values of two heads");
            holds(faults, "code", buffers.code(), 2 * tiles * keys, "the attention codes of two heads");
        }
        String kept = shift ? "the keys of two heads" : "the keys and the values of a head";
        holds(
                faults,
                "weight",
                buffers.weight(),
                2 * keys * head + dim,
                kept + ", and weights of limits.maxDim channels,");
        holds(faults, "requantParam", buffers.requantParam(), dim, "the parameters of limits.maxDim outputs");
        holds(faults, "normParam", buffers.normParam(), dim, "the parameters of limits.maxDim channels");
    }

    private void built(Faults faults, String field, BufferConfig buffer, boolean wanted) {
        faults.require(
                (buffer != null) == wanted,
                wanted
                        ? "buffers.%s is missing; attention: %s needs it"
                        : "buffers.%s is given, but attention: %s builds no such buffer; leave it out",
                field,
                attention.label());
    }

    private static void holds(Faults faults, String field, BufferConfig buffer, int needed, String what) {
        if (buffer != null) {
            faults.require(
                    buffer.words() >= needed,
                    "buffers.%s.words is %d, but %s need %d; %s",
                    field,
                    buffer.words(),
                    what,
                    needed,
                    needed <= BufferConfig.MOST_WORDS
                            ? "enlarge it or lower the limits"
                            : "no buffer has more than " + BufferConfig.MOST_WORDS + ", so lower the limits");
        }
    }
}
