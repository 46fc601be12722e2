// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a family of checkpoints names its tensors.
 *
 * @param patchEmbed module of the patch convolution; {@code .weight} and {@code .bias} follow, as for every module
 * @param block prefix of a block, followed by its number and a dot
 * @param qkv one module for queries, keys and values together, or three for one each
 * @param distillationToken a second class token, which distilled models have
 * @param distilledHead head of the class token where the second token has one, too
 * @param distillationHead head of the second token
 * @param unused tensors that do not take part in classification
 */
record CheckpointNames(
        String patchEmbed,
        String classToken,
        String positions,
        String block,
        String norm1,
        List<String> qkv,
        String proj,
        String norm2,
        String fc1,
        String fc2,
        String norm,
        String head,
        String distillationToken,
        String distilledHead,
        String distillationHead,
        Set<String> unused) {

    private static final CheckpointNames TIMM = new CheckpointNames(
            "patch_embed.proj",
            "cls_token",
            "pos_embed",
            "blocks.",
            "norm1",
            List.of("attn.qkv"),
            "attn.proj",
            "norm2",
            "mlp.fc1",
            "mlp.fc2",
            "norm",
            "head",
            "dist_token",
            "head",
            "head_dist",
            Set.of());

    private static final List<CheckpointNames> KNOWN = List.of(TIMM, huggingFace("vit."), huggingFace("deit."));

    private static CheckpointNames huggingFace(String model) {
        String attention = "attention.attention.";
        return new CheckpointNames(
                model + "embeddings.patch_embeddings.projection",
                model + "embeddings.cls_token",
                model + "embeddings.position_embeddings",
                model + "encoder.layer.",
                "layernorm_before",
                List.of(attention + "query", attention + "key", attention + "value"),
                "attention.output.dense",
                "layernorm_after",
                "intermediate.dense",
                "output.dense",
                model + "layernorm",
                "classifier",
                model + "embeddings.distillation_token",
                "cls_classifier",
                "distillation_classifier",
                Set.of(model + "embeddings.mask_token", model + "pooler.dense.weight", model + "pooler.dense.bias"));
    }

    /** The names of the timm library, which are also the ones we write. */
    static CheckpointNames timm() {
        return TIMM;
    }

    /** Recognises the family from the names of a checkpoint: the one that names its patch embedding. */
    static Optional<CheckpointNames> recognise(Set<String> names) {
        return KNOWN.stream()
                .filter(family -> names.contains(family.patchEmbed() + ".weight"))
                .findFirst();
    }

    /** The first tensor whose presence lets a family be recognised, for each known one. */
    static List<String> landmarks() {
        return KNOWN.stream().map(family -> family.patchEmbed() + ".weight").toList();
    }

    /** One more than the highest block number in use. */
    int depth(Set<String> names) {
        Pattern numbered = Pattern.compile(Pattern.quote(block) + "(\\d{1,4})\\..*", Pattern.DOTALL);
        return names.stream()
                .map(numbered::matcher)
                .filter(matcher -> matcher.matches())
                .mapToInt(matcher -> Integer.parseInt(matcher.group(1)) + 1)
                .max()
                .orElse(0);
    }

    /** Tokens before the patches. */
    int classTokens(Set<String> tensors) {
        return tensors.contains(distillationToken) ? 2 : 1;
    }

    /** Whether a second head reads the second token. */
    boolean hasDistillationHead(Set<String> tensors) {
        return tensors.contains(distillationHead + ".weight");
    }

    /** The module that reads the class token. */
    String head(Set<String> tensors) {
        return hasDistillationHead(tensors) ? distilledHead : head;
    }

    /** The full name of a module of a block. */
    String inBlock(int number, String module) {
        return block + number + "." + module;
    }
}
