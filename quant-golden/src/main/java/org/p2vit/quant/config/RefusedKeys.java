// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Keys that switch on a part of a network which is not supported, and the values with which they do not. */
final class RefusedKeys {
    /** @param off text of the values (JSON, strings without marks) that leave the feature out */
    private record Feature(String name, Set<String> off) {}

    private static final Set<String> FALSE = Set.of("false", "0");
    private static final List<String> CLASSES = List.of("num_classes", "num_labels", "_num_labels");
    private static final Map<String, Feature> FEATURES = new TreeMap<>();

    static {
        on("use_swiglu_ffn", "a gated MLP (SwiGLU)");
        on("qk_norm", "q/k norm");
        on("use_qk_norm", "q/k norm");
        on("use_relative_position_bias", "relative position bias (BEiT)");
        on("use_shared_relative_position_bias", "relative position bias (BEiT)");
        on("use_mean_pooling", "average pooling");
        on("pool_include_prefix", "a mean of the class token and the patches");
        on("pre_norm", "a norm before the first block (norm_pre)");
        on("scale_attn_norm", "a norm inside attention");
        on("scale_attn_inner_norm", "a norm inside attention");
        on("scale_mlp_norm", "a norm inside the MLP");
        on("embed_norm_layer", "a norm behind the patch embedding");
        on("attn_gate", "gated attention");
        on("num_experts", "a mixture of experts");
        on("pruned_heads", "heads that were cut away", "{}");
        on("do_pooling", "no pooling", "true");
        on("normalize_before", "norms behind attention and MLP (post-norm)", "true");
        on("use_absolute_position_embeddings", "no absolute position embeddings", "true");
        on("pos_embed", "another kind of position embeddings", "learn", "learned", "absolute");
        on("mlp_layer", "an MLP of another kind", "mlp");
        on("norm_layer", "a norm of another kind", "layernorm", "LayerNorm");
        on("block_fn", "blocks of another kind");
        on("embed_layer", "a patch embedding of another kind", "PatchEmbed");
        on("quantization_config", "weights that another quantizer has rounded");
        on("backbone_config", "a convolutional stem (hybrid)");
        on("window_size", "attention in windows (Swin)");
        on("rope_theta", "rotary position embedding");
        on(Pooling.KEY, "", "token", "cls", Pooling.MEAN);
    }

    private RefusedKeys() {}

    static Set<String> names() {
        return FEATURES.keySet();
    }

    /** Refuses an object that switches on what is not supported, naming file, key, value and feature. */
    static void check(ConfigObject object) {
        for (String key : CLASSES) {
            if (isNone(object, key)) {
                throw object.wrong(key, "that is a network with no classifier, only features, which is not supported");
            }
        }
        FEATURES.forEach((key, feature) -> {
            if (object.has(key) && !feature.off().contains(text(object.node().get(key)))) {
                String name =
                        key.equals(Pooling.KEY) ? pooling(text(object.node().get(key))) : feature.name();
                throw object.wrong(key, "that is " + name + ", which is not supported");
            }
        });
    }

    /** Whether a count is 0, which networks without that part have. */
    static boolean isNone(ConfigObject object, String key) {
        return object.node().path(key).isIntegralNumber()
                && object.node().path(key).longValue() == 0;
    }

    private static String pooling(String kind) {
        return switch (kind) {
            case "map" -> "attention pooling";
            case "" -> "no pooling";
            default -> "pooling by " + kind + " (the class token, \"token\", and the mean, \"avg\", are)";
        };
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : value.toString();
    }

    private static void on(String key, String feature, String... off) {
        FEATURES.put(key, new Feature(feature, off.length == 0 ? FALSE : Set.of(off)));
    }
}
