// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.p2vit.quant.storage.StrictJson;
import tools.jackson.databind.JsonNode;

/**
 * What {@code config.json} beside a checkpoint says about its network: Hugging Face's keys, timm's ({@code architecture},
 * {@code model_args}, {@code pretrained_cfg}), or both. Every key that decides what is computed is honoured or refused; the
 * others are known to change nothing, or listed as unknown.
 *
 * @param statements in the order of the file
 * @param unknown keys that nothing is known about
 */
public record CheckpointConfig(List<Statement> statements, List<String> unknown) {
    /** The name of the file, beside the weights. */
    public static final String FILE = "config.json";

    private static final Map<String, Fact> COUNTS = Map.ofEntries(
            Map.entry("hidden_size", Fact.DIM),
            Map.entry("embed_dim", Fact.DIM),
            Map.entry("num_features", Fact.DIM),
            Map.entry("num_hidden_layers", Fact.DEPTH),
            Map.entry("depth", Fact.DEPTH),
            Map.entry("num_attention_heads", Fact.HEADS),
            Map.entry("num_heads", Fact.HEADS),
            Map.entry("intermediate_size", Fact.MLP_DIM),
            Map.entry("num_channels", Fact.CHANNELS),
            Map.entry("in_chans", Fact.CHANNELS),
            Map.entry("num_classes", Fact.CLASSES),
            Map.entry("num_labels", Fact.CLASSES),
            Map.entry("_num_labels", Fact.CLASSES));
    private static final List<String> REGISTERS = List.of("reg_tokens", "num_register_tokens");
    private static final List<String> SIZES = List.of("image_size", "img_size");
    private static final List<String> EPSILONS = List.of("layer_norm_eps", "layer_norm_epsilon", "norm_eps");
    private static final List<String> ACTIVATIONS = List.of("hidden_act", "act_layer");
    private static final List<String> NAMES = List.of("id2label", "label_names");

    /** Keys that change nothing, by reason. */
    private static final Map<String, String> HARMLESS = Map.of(
            "how it was trained: an inference drops nothing and initializes nothing",
            "attention_probs_dropout_prob hidden_dropout_prob drop_path_rate drop_rate pos_drop_rate patch_drop_rate proj_drop_rate attn_drop_rate initializer_range initializer_factor weight_init fix_init gradient_checkpointing problem_type classifier_dropout",
            "how it is kept and run",
            "torch_dtype dtype transformers_version _name_or_path _attn_implementation return_dict output_attentions output_hidden_states _attn_implementation_autoset _commit_hash use_bfloat16 torchscript output_past chunk_size_feed_forward use_cache finetuning_task license tags library_name dynamic_img_size dynamic_img_pad strict_img_size",
            "the tensors themselves say whether there is a LayerScale",
            "layerscale_value layer_scale_init_value init_values",
            "parts that take no part in classification",
            "encoder_stride pooler_act pooler_output_size use_mask_token label2id label_descriptions tie_word_embeddings is_decoder is_encoder_decoder add_cross_attention",
            "where the weights come from, and what timm replaces when it trains further",
            "url file tag hf_hub_id custom_load pool_size first_conv classifier fixed_input_size",
            "read on their own",
            "architecture architectures model_type model_args pretrained_cfg patch_size qkv_bias proj_bias mlp_ratio mean std crop_pct crop_mode interpolation input_size no_embed_class final_norm class_token fc_norm");

    /** What stands beside a checkpoint; nothing if there is no such file. */
    public static CheckpointConfig beside(Path checkpoint) {
        Path file = checkpoint.resolveSibling(FILE);
        return Files.exists(file) ? read(file) : new CheckpointConfig(List.of(), List.of());
    }

    /** @throws org.p2vit.quant.InvalidInputException naming file, key and value, if a value is malformed or not supported */
    public static CheckpointConfig read(Path file) {
        JsonNode json = StrictJson.object(file, "stands beside the checkpoint");
        ConfigObject root = new ConfigObject(file, "", json);
        ConfigObject arguments = root.object("model_args");
        ConfigObject pretrained = root.has("pretrained_cfg") ? root.object("pretrained_cfg") : root;
        Statements agreed = new Statements();
        List<Statement> all = new ArrayList<>();
        NetworkKind.of(root).ifPresent(all::add);
        all.addAll(statements(arguments));
        all.addAll(statements(root));
        all.addAll(ofPretrained(pretrained, all));
        all.addAll(TimmName.of(root, arguments, says(all, Fact.IMAGE_SIZE)));
        agreed.addAll(all);
        ratio(root, agreed).ifPresent(all::add);
        ratio(arguments, agreed).ifPresent(all::add);
        refuseUnknownArguments(arguments);
        return new CheckpointConfig(List.copyOf(all), unknown(root));
    }

    private static List<Statement> statements(ConfigObject object) {
        RefusedKeys.check(object);
        List<Statement> said = new ArrayList<>();
        COUNTS.forEach((key, fact) -> object.count(fact, key).ifPresent(said::add));
        REGISTERS.forEach(key -> object.countOrNone(Fact.REGISTERS, key).ifPresent(said::add));
        SIZES.forEach(key -> object.size(Fact.IMAGE_SIZE, key).ifPresent(said::add));
        object.square(Fact.PATCH, "patch_size").ifPresent(said::add);
        object.flag(Fact.QKV_BIAS, "qkv_bias").ifPresent(said::add);
        object.flag(Fact.PROJ_BIAS, "proj_bias").ifPresent(said::add);
        object.flag(Fact.NO_EMBED_CLASS, "no_embed_class").ifPresent(said::add);
        Pooling.of(object).ifPresent(said::add);
        object.flag("class_token")
                .filter(token -> !token)
                .ifPresent(none -> said.add(Statement.of(Fact.CLASS_TOKENS, 0, object.says("class_token"))));
        object.flag(Fact.FINAL_NORM, "final_norm").ifPresent(said::add);
        EPSILONS.forEach(key -> object.positive(Fact.EPSILON, key).ifPresent(said::add));
        ACTIVATIONS.forEach(key -> ActivationName.of(object, key).ifPresent(said::add));
        NAMES.forEach(key -> said.addAll(ClassNames.of(object, key)));
        return said;
    }

    /**
     * {@code pretrained_cfg}, in old files the top itself, is about the weights that training began with: it counts where nothing
     * else is said, and not at all about classes where there were none.
     */
    private static List<Statement> ofPretrained(ConfigObject pretrained, List<Statement> said) {
        List<Statement> more = new ArrayList<>();
        NAMES.forEach(key -> more.addAll(ClassNames.of(pretrained, key)));
        if (!says(said, Fact.CLASSES) && more.isEmpty() && !RefusedKeys.isNone(pretrained, "num_classes")) {
            pretrained.count(Fact.CLASSES, "num_classes").ifPresent(more::add);
        }
        pretrained.volume("input_size").stream()
                .filter(statement -> !says(said, statement.fact()))
                .forEach(more::add);
        return more;
    }

    private static boolean says(List<Statement> said, Fact fact) {
        return said.stream().anyMatch(statement -> statement.fact() == fact);
    }

    /** The hidden channels of the MLP as a multiple of those of a token. */
    private static Optional<Statement> ratio(ConfigObject object, Statements agreed) {
        if (!object.has("mlp_ratio") || agreed.number(Fact.DIM).isEmpty()) {
            return Optional.empty();
        }
        JsonNode ratio = object.node().get("mlp_ratio");
        if (!ratio.isNumber() || !(ratio.asDouble() > 0)) {
            throw object.wrong("mlp_ratio", "a number above 0 is expected");
        }
        long channels = (long) (agreed.number(Fact.DIM).getAsInt() * ratio.asDouble());
        return Optional.of(
                Statement.of(Fact.MLP_DIM, channels, object.says("mlp_ratio") + ", which makes " + channels));
    }

    /** timm hands every argument to the network, so one that is not known may change anything. */
    private static void refuseUnknownArguments(ConfigObject arguments) {
        List<String> unknown = unknown(arguments);
        if (!unknown.isEmpty()) {
            throw arguments.wrong(
                    unknown.get(0), "this argument is not known, so the network that it makes cannot be either");
        }
    }

    private static List<String> unknown(ConfigObject object) {
        Set<String> known = new HashSet<>();
        HARMLESS.values().forEach(keys -> known.addAll(List.of(keys.split(" "))));
        known.addAll(COUNTS.keySet());
        Arrays.asList(REGISTERS, SIZES, EPSILONS, ACTIVATIONS, NAMES).forEach(known::addAll);
        known.addAll(RefusedKeys.names());
        return object.keys().stream().filter(key -> !known.contains(key)).toList();
    }
}
