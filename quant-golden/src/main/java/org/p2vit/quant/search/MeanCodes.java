// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.p2vit.quant.OrderedWork;
import org.p2vit.quant.golden.GoldenVit;
import org.p2vit.quant.golden.IntegerTap;
import org.p2vit.quant.kernel.AlignKernel;
import org.p2vit.quant.kernel.BlockCodes;
import org.p2vit.quant.kernel.RowCodes;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.weights.FloatTensor;

/** Mean codes of the inputs of layers, by channel, over some images; those behind GELU at the exponent of blocks with d = 0 (contract §6). */
final class MeanCodes implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final Map<String, String> INPUT_OF =
            Map.of("q", "ln1", "k", "ln1", "v", "ln1", "proj", "attn_out", "fc1", "ln2", "fc2", "gelu");

    private final TreeMap<String, long[]> sums = new TreeMap<>();
    private final TreeMap<String, Long> rows = new TreeMap<>();

    MeanCodes(QuantizedVit network, List<FloatTensor> images, int threads) {
        GoldenVit golden = new GoldenVit(network);
        OrderedWork.run(
                threads,
                images.size(),
                image -> {
                    Sums own = new Sums();
                    golden.forward(network.input().encode(images.get(image).toArray()), own);
                    return own;
                },
                (image, own) -> own.byTensor.forEach(this::add));
    }

    private void add(String tensor, Part part) {
        rows.merge(tensor, (long) part.rows, Long::sum);
        sums.merge(tensor, part.sums, (mine, more) -> {
            for (int c = 0; c < mine.length; c++) {
                mine[c] += more[c];
            }
            return mine;
        });
    }

    /** Of the input of a layer inside a block. */
    double[] of(String layer) {
        int dot = layer.lastIndexOf('.') + 1;
        String tensor = layer.substring(0, dot) + INPUT_OF.get(layer.substring(dot));
        long[] sum = sums.get(tensor);
        double[] mean = new double[sum.length];
        for (int c = 0; c < mean.length; c++) {
            mean[c] = (double) sum[c] / rows.get(tensor);
        }
        return mean;
    }

    private record Part(int rows, long[] sums) {}

    private static final class Sums implements IntegerTap {
        private static final String EXPONENTS = "_exponents";

        private final Map<String, Part> byTensor = new HashMap<>();
        /** Codes of GELU until their exponents come. */
        private byte[] words = {};

        @Override
        public void accept(String tensor, byte[] codes, int rows, int columns) {
            if (tensor.endsWith(".gelu")) {
                words = codes;
            } else if (tensor.endsWith(".gelu" + EXPONENTS)) {
                String behind = tensor.substring(0, tensor.length() - EXPONENTS.length());
                RowCodes aligned = AlignKernel.align(new BlockCodes(words, codes, words.length / rows));
                add(behind, aligned.codes(), aligned.exponents());
            } else if (INPUT_OF.containsValue(tensor.substring(tensor.lastIndexOf('.') + 1))) {
                add(tensor, codes, new byte[rows]);
            }
        }

        private void add(String tensor, byte[] codes, byte[] rowExponents) {
            int columns = codes.length / rowExponents.length;
            long[] sums = new long[columns];
            for (int i = 0; i < codes.length; i++) {
                sums[i % columns] += (long) codes[i] << rowExponents[i / columns];
            }
            byTensor.put(tensor, new Part(rowExponents.length, sums));
        }

        @Override
        public void accept(String tensor, short[] stream, int rows, int columns) {}

        @Override
        public void accept(String tensor, int[] values, int rows, int columns) {}
    }
}
