// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.untrusted;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.quant.bundle.QuantizedBundle;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;

/** Good files of each kind, small ones, from which a fuzzer starts. */
final class Seeds {
    private static final VitShape SHAPE = new VitShape(2, 2, 1, 1, 2, 1, 1, 2, 2).with(2, 1);

    private Seeds() {}

    /** @param folder with {@link Companions} */
    static List<byte[]> of(UntrustedFile kind, Path folder) throws IOException {
        return switch (kind) {
            case SAFETENSORS -> List.of(Companions.weights(folder));
            case SAFETENSORS_INDEX -> List.of(Companions.index());
            case MODEL_CONFIG -> texts("""
                        {"architectures": ["ViTForImageClassification"], "model_type": "vit", "hidden_size": 4, "hidden_act": "gelu",
                         "num_attention_heads": 2, "num_hidden_layers": 1, "intermediate_size": 4, "image_size": 4, "patch_size": 2,
                         "num_channels": 1, "layer_norm_eps": 1e-6, "qkv_bias": true, "id2label": {"0": "a", "1": "b", "2": "c"}}""", """
                        {"architecture": "vit_tiny_patch2_4", "num_classes": 3, "num_features": 4, "global_pool": "token",
                         "model_args": {"embed_dim": 4, "depth": 1, "num_heads": 2, "patch_size": 2, "mlp_ratio": 1.0},
                         "pretrained_cfg": {"input_size": [1, 4, 4], "interpolation": "bicubic", "crop_pct": 0.9, "mean": [0.5],
                         "std": [0.5], "crop_mode": "center", "label_names": ["a", "b", "c"], "num_classes": 3}}""");
            case TIMM_NAME ->
                texts(
                        "vit_tiny_patch16_224.augreg_in21k",
                        "deit_small_distilled_patch16_224",
                        "vit_base_r50_s16_224",
                        "deit3_huge_patch14_224_reg4_gap_rpn_");
            case PREPROCESSOR_CONFIG -> texts("""
                        {"image_processor_type": "ViTImageProcessor", "do_resize": true, "size": {"height": 4, "width": 4}, "resample": 3,
                         "do_rescale": true, "rescale_factor": 0.00392156862745098, "do_normalize": true, "image_mean": [0.5],
                         "image_std": [0.5]}""", """
                        {"image_processor_type": "ConvNextImageProcessor", "size": {"shortest_edge": 4}, "crop_pct": 0.875,
                         "do_center_crop": true, "crop_size": {"height": 4, "width": 4}, "default_to_square": false}""");
            case PREPROCESS ->
                texts(
                        "exif,shorter=248:bicubic,crop=224x224:floor",
                        "size=4x4",
                        "exact=4x5:lanczos",
                        "cover=12x11:box,crop=10x9");
            case BUNDLE -> bundles(folder);
            case PROGRAM -> List.of(program("tiny", AttentionCoding.LOG2), program("kv260", AttentionCoding.UNIFORM));
            case CONFIGURATION -> List.of(configuration("tiny"), configuration("kv260"));
            case LABELS ->
                texts(
                        "file,label\n# none\na.jpg,3\nsub/b c.png,\"a, b\"\n",
                        "\"a,\"\"b.jpg\"\t\"a, b\"\nc;d.png;7\n\ne f 1\n");
            case IMAGE -> Pictures.all();
            case BIT_TABLE -> texts("{\"weightBits\": 8, \"layers\": {\"blocks.0.fc1\": 4, \"blocks.0.q\": 8}}");
            case REPORT ->
                texts("{\"command\": \"search\", \"result\": {\"model\": \"a\", \"front\": [], \"seconds\": 1.5}}");
        };
    }

    private static List<byte[]> texts(String... texts) {
        return Stream.of(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static List<byte[]> bundles(Path folder) throws IOException {
        Path file = folder.resolve("seed.p2vit");
        QuantizedBundle.write(RandomQuantizedVit.of(SHAPE, AttentionCoding.LOG2, 1), file);
        byte[] logarithmic = Files.readAllBytes(file);
        QuantizedBundle.write(RandomQuantizedVit.of(SHAPE, 4, AttentionCoding.UNIFORM, 2), file);
        return List.of(logarithmic, Files.readAllBytes(file));
    }

    private static byte[] program(String machine, AttentionCoding coding) {
        QuantizedVit network = RandomQuantizedVit.of(new VitShape(2, 2, 1, 1, 16, 1, 1, 16, 2), coding, 1);
        return NetworkCompiler.compile(network, AcceleratorConfig.load(machine)).commandBytes();
    }

    private static byte[] configuration(String name) throws IOException {
        try (InputStream in = AcceleratorConfig.class.getResourceAsStream("/configs/" + name + ".yaml")) {
            return in.readAllBytes();
        }
    }
}
