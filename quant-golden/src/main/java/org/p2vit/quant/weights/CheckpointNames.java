// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How a family of checkpoints names its tensors.
 *
 * @param patchEmbed module of the patch convolution; {@code .weight} and {@code .bias} follow, as for every module
 * @param block prefix of a block, followed by its number and a dot
 * @param qkv one module for queries, keys and values together, or three for one each
 * @param meanNorm the final norm where it stands behind pooling
 * @param heads modules that may read the class token, the usual one first; a network has one of them
 * @param registers constant tokens that some models have behind the class tokens, in one tensor
 * @param distillationToken a second class token, which distilled models have
 * @param distilledHead head of the class token where the second token has one, too
 * @param distillationHead head of the second token
 * @param layerScales names that the factors of a LayerScale have, of which a network uses one pair or none
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
        String meanNorm,
        List<String> heads,
        String registers,
        String distillationToken,
        String distilledHead,
        String distillationHead,
        List<LayerScale> layerScales,
        Set<String> unused) {

    /** Tensors of a block that multiply the outputs of attention and MLP, channel by channel. */
    record LayerScale(String attention, String mlp) {}

    /** A family, and what stands before all its names in a checkpoint. */
    record Found(CheckpointNames names, String prefix) {}

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
            "fc_norm",
            List.of("head", "head.fc", "classifier", "fc"),
            "reg_token",
            "dist_token",
            "head",
            "head_dist",
            List.of(new LayerScale("ls1.gamma", "ls2.gamma"), new LayerScale("gamma_1", "gamma_2")),
            Set.of("mask_token"));

    private static final List<CheckpointNames> KNOWN =
            List.of(TIMM, huggingFace("vit."), huggingFace("deit."), huggingFace(""));

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
                "fc_norm",
                List.of("classifier", "head", "fc"),
                model + "embeddings.register_tokens",
                model + "embeddings.distillation_token",
                "cls_classifier",
                "distillation_classifier",
                List.of(
                        new LayerScale("layer_scale1.lambda1", "layer_scale2.lambda1"),
                        new LayerScale("lambda_1", "lambda_2")),
                Set.of(model + "embeddings.mask_token", model + "pooler.dense.weight", model + "pooler.dense.bias"));
    }

    /** The names of the timm library, which are also the ones we write. */
    static CheckpointNames timm() {
        return TIMM;
    }

    /** Recognises the family from the names of a checkpoint: the one that names its patch embedding, inside wrappers or not. */
    static Optional<Found> recognise(Set<String> tensors) {
        for (CheckpointNames family : KNOWN) {
            String landmark = family.patchEmbed() + ".weight";
            Optional<String> prefix = tensors.stream()
                    .filter(name -> name.endsWith(landmark))
                    .map(name -> name.substring(0, name.length() - landmark.length()))
                    .filter(PrefixedTensors::isWrapper)
                    .findFirst();
            if (prefix.isPresent()) {
                return Optional.of(new Found(family, prefix.get()));
            }
        }
        return Optional.empty();
    }

    /** The first tensor whose presence lets a family be recognised, for each known one. */
    static List<String> landmarks() {
        return KNOWN.stream().map(family -> family.patchEmbed() + ".weight").toList();
    }

    /** The layers of a block that timm's {@code proj_bias} is about. */
    List<String> projections() {
        return List.of(proj, fc1, fc2);
    }

    /** All linear layers of a block. */
    List<String> layers() {
        return Stream.concat(qkv.stream(), projections().stream()).toList();
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

    /** The names of the LayerScale that a network has, if it has one. */
    Optional<LayerScale> layerScale(Set<String> tensors, int depth) {
        return layerScales.stream()
                .filter(scale -> anyBlock(tensors, depth, scale.attention()) || anyBlock(tensors, depth, scale.mlp()))
                .findFirst();
    }

    /** Whether any block has a tensor. */
    boolean anyBlock(Set<String> tensors, int depth, String tensor) {
        return IntStream.range(0, depth).anyMatch(i -> tensors.contains(inBlock(i, tensor)));
    }

    /** Whether this is one of the families that Hugging Face's library writes. */
    boolean isHuggingFace() {
        return qkv.size() == 3;
    }

    /** The modules of a final norm that are there, or parts of them. */
    List<String> finalNorms(Set<String> tensors) {
        return Stream.of(norm, meanNorm)
                .filter(module -> tensors.contains(module + ".weight") || tensors.contains(module + ".bias"))
                .toList();
    }

    /** Tokens before the patches that may be a head's. */
    int classTokens(Set<String> tensors) {
        int second = tensors.contains(distillationToken) ? 1 : 0;
        return tensors.contains(classToken) ? 1 + second : second;
    }

    /** Whether a second head reads the second token. */
    boolean hasDistillationHead(Set<String> tensors) {
        return tensors.contains(distillationHead + ".weight");
    }

    /** The module that reads the class token. */
    String head(Set<String> tensors) {
        return hasDistillationHead(tensors)
                ? distilledHead
                : heads.stream()
                        .filter(name -> tensors.contains(name + ".weight"))
                        .findFirst()
                        .orElse(heads.get(0));
    }

    /** That module, and behind it the one that reads a second token. */
    List<String> allHeads(Set<String> tensors) {
        return hasDistillationHead(tensors) ? List.of(distilledHead, distillationHead) : List.of(head(tensors));
    }

    /** The full name of a module of a block. */
    String inBlock(int number, String module) {
        return block + number + "." + module;
    }
}
