// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What Hugging Face's {@code model_type} and {@code architectures} name: a network that is supported, or why it is not. */
final class NetworkKind {
    private static final String TYPE = "model_type";
    private static final String CLASSES = "architectures";
    private static final Set<String> TYPES = Set.of("vit", "vit_msn", "deit", "timm_wrapper");
    private static final Set<String> DISTILLED =
            Set.of("DeiTForImageClassification", "DeiTForImageClassificationWithTeacher");
    private static final Set<String> SINGLE = Set.of("ViTForImageClassification", "ViTMSNForImageClassification");
    private static final Set<String> BARE = Set.of("ViTModel", "ViTMSNModel", "DeiTModel");
    private static final String TIMM = "TimmWrapperForImageClassification";

    private static final Map<String, String> OTHER_TYPES = Map.ofEntries(
            Map.entry("swin", "shifted windows (Swin)"),
            Map.entry("swinv2", "shifted windows (Swin)"),
            Map.entry("beit", "relative position bias (BEiT)"),
            Map.entry("data2vec-vision", "relative position bias (BEiT)"),
            Map.entry("dinov2", "a head that also reads the mean of the patches (DINOv2)"),
            Map.entry("dinov2_with_registers", "register tokens (DINOv2)"),
            Map.entry("dinov3_vit", "rotary position embedding and register tokens (DINOv3)"),
            Map.entry("vit-hybrid", "a convolutional stem (hybrid)"),
            Map.entry("vit_hybrid", "a convolutional stem (hybrid)"),
            Map.entry("vit_mae", "a decoder (masked autoencoder)"),
            Map.entry("ijepa", "no class token (I-JEPA)"),
            Map.entry("clip", "a norm before the first block (CLIP)"),
            Map.entry("clip_vision_model", "a norm before the first block (CLIP)"),
            Map.entry("siglip", "attention pooling (SigLIP)"),
            Map.entry("siglip2", "attention pooling (SigLIP)"),
            Map.entry("siglip2_vision_model", "attention pooling (SigLIP)"),
            Map.entry("siglip_vision_model", "attention pooling (SigLIP)"),
            Map.entry("yolos", "detection tokens (YOLOS)"));

    private NetworkKind() {}

    /** The number of class tokens, where the class of the network tells it. */
    static Optional<Statement> of(ConfigObject root) {
        root.text(TYPE).ifPresent(type -> checkType(root, type));
        if (!root.has(CLASSES)) {
            return Optional.empty();
        }
        Optional<Statement> tokens = Optional.empty();
        JsonNode list = root.node().get(CLASSES);
        if (!list.isArray()) {
            throw root.wrong(CLASSES, "a list of names is expected");
        }
        for (JsonNode item : list) {
            String name = item.isString() ? item.stringValue() : item.toString();
            if (DISTILLED.contains(name)) {
                tokens = Optional.of(Statement.derived(Fact.CLASS_TOKENS, 2, root.says(CLASSES) + ", which has 2"));
            } else if (SINGLE.contains(name)) {
                tokens = Optional.of(Statement.derived(Fact.CLASS_TOKENS, 1, root.says(CLASSES) + ", which has 1"));
            } else if (!name.equals(TIMM)) {
                throw root.wrong(CLASSES, reason(name));
            }
        }
        return tokens;
    }

    private static void checkType(ConfigObject root, String type) {
        if (OTHER_TYPES.containsKey(type)) {
            throw root.wrong(TYPE, "that network has " + OTHER_TYPES.get(type) + ", which is not supported");
        }
        if (!TYPES.contains(type)) {
            throw root.wrong(TYPE, "only networks of the types \"vit\" and \"deit\" are supported");
        }
    }

    private static String reason(String name) {
        if (BARE.contains(name)) {
            return name + " has no classifier, so there is nothing to classify with; give a "
                    + name.replace("Model", "ForImageClassification");
        }
        if (name.endsWith("ForMaskedImageModeling")) {
            return name + " has a decoder instead of a classifier, which is not supported";
        }
        return "only ViTForImageClassification, ViTMSNForImageClassification, "
                + "DeiTForImageClassification and DeiTForImageClassificationWithTeacher are supported";
    }
}
