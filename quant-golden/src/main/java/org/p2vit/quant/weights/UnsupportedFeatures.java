// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.Quoted;

/** Recognises by their tensors the parts of other Vision Transformers that this project does not compute, to refuse them by name. */
final class UnsupportedFeatures {
    /** More names than any network has; a file of a million names is not searched to its end. */
    private static final int SEARCHED = 20_000;

    private static final Map<Pattern, String> FEATURES = new LinkedHashMap<>();

    static {
        feature("(.*\\.)?detection_tokens", "%d detection tokens");
        feature("(swin|swinv2|donut)\\..*|(.*\\.)?layers\\.\\d+\\.blocks\\..*", "shifted windows (Swin)");
        feature("(.*\\.)?blocks_token_only\\..*", "class attention (CaiT)");
        feature(
                "(.*\\.)?(relative_position_bias_table|rel_pos_bias\\..*|relative_position_bias\\..*|rel_pos\\..*)",
                "relative position bias (BEiT)");
        feature("(.*\\.)?rel_pos_[hw]", "decomposed relative positions");
        feature("(.*\\.)?(rope|rotary\\w*|rope_embeddings)(\\..*)?", "rotary position embedding");
        feature(
                "(.*\\.)?(norm_pre|pre_layrnorm|pre_layernorm|ln_pre)\\.\\w+",
                "a norm before the first block (norm_pre)");
        feature("(.*\\.)?(q_norm|k_norm|q_layernorm|k_layernorm|query_norm|key_norm)\\.\\w+", "q/k norm");
        feature("(.*\\.)?attn\\.(norm|inner_attn_ln)\\.\\w+", "a norm inside attention");
        feature("(.*\\.)?mlp\\.(norm|ffn_ln)\\.\\w+", "a norm inside the MLP");
        feature("(.*\\.)?attn\\.(gate|gate_proj)\\.\\w+", "gated attention");
        feature(
                "(.*\\.)?(fc1_g|fc1_x|w12|w1|w3|weights_in|gate_proj|gate_up_proj)\\.\\w+",
                "a gated MLP (SwiGLU, GLU)");
        feature("(.*\\.)?experts?\\.\\d+\\..*", "a mixture of experts");
        feature("(.*\\.)?(attention\\.)?output\\.LayerNorm\\.\\w+", "norms behind attention and MLP (post-norm)");
        feature("blocks\\.\\d+\\.(attns|ffns)\\..*", "attention and MLP in parallel");
        feature("blocks\\.\\d+\\.(in_proj|mlp_out_proj|attn_out_proj)\\..*", "attention and MLP in parallel");
        feature("(.*\\.)?(logit_scale|temperature)", "attention with a learnt temperature");
        feature("(.*\\.)?attn\\.proj_[lw]\\.\\w+", "talking heads");
        feature("(.*\\.)?(attn\\.)?[qv]_bias", "separate biases of queries and values (q_bias, v_bias)");
        feature(
                "(.*\\.)?(patch_embed|patch_embeddings)\\.(backbone|proj\\.\\d+|conv\\d*|stem)\\..*",
                "a convolutional stem (hybrid)");
        feature("(stem|conv1|conv_stem)\\..*", "a convolutional stem (hybrid)");
        feature("(.*\\.)?(patch_embed|embeddings)\\.norm\\.\\w+", "a norm behind the patch embedding");
        feature("(.*\\.)?attn_pool\\..*|(.*\\.)?head\\.probe", "attention pooling");
        feature("(heads\\.)?pre_logits\\.[\\w.]+", "a layer before the classifier (pre_logits)");
        feature("(head|classifier)\\.(\\d+|fc\\d|dense|out_proj|mlp)(\\..*)?", "a classifier of several layers");
        feature("(.*\\.)?decoder(_embed|_blocks|_pred)?\\..*", "a decoder (masked autoencoder)");
        feature("(.*\\.)?(lora_[AB]|lora_embedding_[AB])\\..*|base_model\\..*", "LoRA adapters that are not merged");
        feature(
                "(.*\\.)?(weight_scale|weight_zero_point|qweight|qzeros|SCB|absmax|quant_map)(\\..*)?",
                "quantized weights");
    }

    private UnsupportedFeatures() {}

    /** @throws InvalidInputException naming every feature that tensors show, and one tensor for each */
    static void refuse(TensorStore store) {
        Map<String, String> found = found(store);
        if (!found.isEmpty()) {
            refuse(
                    store,
                    found.entrySet().stream()
                            .map(entry -> entry.getKey() + " (tensor " + Quoted.name(entry.getValue()) + ")")
                            .toList());
        }
    }

    /** As {@link #refuse(TensorStore)}, what the tensors of a family lack or have in other shapes. */
    static void refuse(TensorStore store, CheckpointNames names) {
        Set<String> tensors = store.names();
        List<String> norms = names.finalNorms(tensors);
        if (norms.size() > 1) {
            List<String> weights =
                    norms.stream().map(module -> module + ".weight").toList();
            refuse(store, List.of("two final norms (" + Quoted.names(weights) + ")"));
        }
        String norm = names.inBlock(0, names.norm1());
        if (tensors.contains(norm + ".weight")
                && !names.anyBlock(tensors, names.depth(tensors), names.norm1() + ".bias")) {
            refuse(
                    store,
                    List.of("norms without biases (there is no " + Quoted.name(norm + ".bias") + "), as RMSNorm"));
        }
        String head = names.head(tensors) + ".weight";
        if (!tensors.contains(head)) {
            refuse(store, List.of("no classifier (there is no " + Quoted.name(head) + "), only features"));
        }
        List<Long> hidden = shape(store, names.inBlock(0, names.fc1()) + ".weight");
        List<Long> output = shape(store, names.inBlock(0, names.fc2()) + ".weight");
        if (hidden.size() == 2 && output.size() == 2 && hidden.get(0) == 2 * output.get(1)) {
            refuse(
                    store,
                    List.of("a gated MLP (GLU: " + Quoted.name(names.inBlock(0, names.fc1())) + " has " + hidden.get(0)
                            + " outputs, of which " + output.get(1) + " remain)"));
        }
        List<Long> classifier = shape(store, head);
        List<Long> channels = shape(store, norm + ".weight");
        if (classifier.size() == 2 && channels.size() == 1 && classifier.get(1) == 2 * channels.get(0)) {
            refuse(
                    store,
                    List.of("a classifier that reads the mean of the patches beside the class token ("
                            + Quoted.name(head) + " has " + classifier.get(1) + " inputs)"));
        }
    }

    private static void refuse(TensorStore store, List<String> features) {
        throw new InvalidInputException(store.source() + " holds a network with " + String.join(" and ", features)
                + "; that is not supported. Plain Vision Transformers with a linear classifier are.");
    }

    private static Map<String, String> found(TensorStore store) {
        Map<String, String> found = new TreeMap<>();
        store.names().stream()
                .limit(SEARCHED)
                .forEach(name -> FEATURES.forEach((pattern, feature) -> {
                    if (pattern.matcher(name).matches()) {
                        found.putIfAbsent(feature.replace("%d", count(store.shape(name))), name);
                    }
                }));
        return found;
    }

    /** How many tokens there are in [1, tokens, dim] or [tokens, dim]. */
    private static String count(List<Long> shape) {
        return shape.size() < 2 ? "1" : Long.toString(shape.get(shape.size() - 2));
    }

    private static List<Long> shape(TensorStore store, String name) {
        return Optional.of(name)
                .filter(store.names()::contains)
                .map(store::shape)
                .orElse(List.of());
    }

    private static void feature(String pattern, String name) {
        FEATURES.put(Pattern.compile(pattern), name);
    }
}
