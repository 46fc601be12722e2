// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import java.util.ArrayList;
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

/** Codes of the inputs of layers over some images; those behind GELU at the exponent of blocks with d = 0 (contract §6). */
final class InputCodes {
    private static final Map<String, String> INPUT_OF =
            Map.of("q", "ln1", "k", "ln1", "v", "ln1", "proj", "attn_out", "fc1", "ln2", "fc2", "gelu");

    private final Map<String, List<RowCodes>> images = new TreeMap<>();

    InputCodes(QuantizedVit network, List<FloatTensor> images, int threads) {
        GoldenVit golden = new GoldenVit(network);
        OrderedWork.run(
                threads,
                images.size(),
                image -> {
                    Tap own = new Tap();
                    golden.forward(network.input().encode(images.get(image).toArray()), own);
                    return own.byTensor;
                },
                (image, own) -> own.forEach((tensor, rows) -> this.images
                        .computeIfAbsent(tensor, name -> new ArrayList<>())
                        .add(rows)));
    }

    /** Rows of the input of a layer inside a block, of all images: [rows][inputs]. */
    float[][] of(String layer) {
        int dot = layer.lastIndexOf('.') + 1;
        List<float[]> all = new ArrayList<>();
        for (RowCodes image : images.get(layer.substring(0, dot) + INPUT_OF.get(layer.substring(dot)))) {
            int rows = image.exponents().length;
            int columns = image.codes().length / rows;
            for (int r = 0; r < rows; r++) {
                float[] row = new float[columns];
                for (int c = 0; c < columns; c++) {
                    row[c] = image.codes()[r * columns + c] << image.exponents()[r];
                }
                all.add(row);
            }
        }
        return all.toArray(float[][]::new);
    }

    private static final class Tap implements IntegerTap {
        private static final String EXPONENTS = "_exponents";

        private final Map<String, RowCodes> byTensor = new HashMap<>();
        /** Codes of GELU until their exponents come. */
        private byte[] words = {};

        @Override
        public void accept(String tensor, byte[] codes, int rows, int columns) {
            if (tensor.endsWith(".gelu")) {
                words = codes;
            } else if (tensor.endsWith(".gelu" + EXPONENTS)) {
                String behind = tensor.substring(0, tensor.length() - EXPONENTS.length());
                byTensor.put(behind, AlignKernel.align(new BlockCodes(words, codes, words.length / rows)));
            } else if (INPUT_OF.containsValue(tensor.substring(tensor.lastIndexOf('.') + 1))) {
                byTensor.put(tensor, new RowCodes(codes, new byte[rows]));
            }
        }

        @Override
        public void accept(String tensor, short[] stream, int rows, int columns) {}

        @Override
        public void accept(String tensor, int[] values, int rows, int columns) {}
    }
}
