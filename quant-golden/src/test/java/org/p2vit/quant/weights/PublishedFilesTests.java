// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.config.CheckpointConfig;
import org.p2vit.quant.config.ConfigObject;
import tools.jackson.databind.json.JsonMapper;

/**
 * Files as the best-known families are published with, from transformers and timm of several years: what is supported goes through
 * with every key known, what is not is refused by its feature. A single quote stands for a double one.
 */
class PublishedFilesTests {
    private static final String VIT = "'attention_probs_dropout_prob': 0.0, 'encoder_stride': 16, 'hidden_act': 'gelu',"
            + " 'hidden_dropout_prob': 0.0, 'hidden_size': 192, 'image_size': 224, 'initializer_range': 0.02,"
            + " 'intermediate_size': 768, 'layer_norm_eps': 1e-12, 'num_attention_heads': 3, 'num_channels': 3,"
            + " 'num_hidden_layers': 12, 'patch_size': 16, 'qkv_bias': true, 'transformers_version': '4.13.0.dev0'";
    private static final String TIMM = "'num_features': 768, 'global_pool': 'token', 'pretrained_cfg': {"
            + "'tag': 'augreg2_in21k_ft_in1k', 'custom_load': false, 'input_size': [3, 224, 224], 'fixed_input_size': true,"
            + " 'interpolation': 'bicubic', 'crop_pct': 0.9, 'crop_mode': 'center', 'mean': [0.5, 0.5, 0.5],"
            + " 'std': [0.5, 0.5, 0.5], 'num_classes': 1000, 'pool_size': null, 'first_conv': 'patch_embed.proj',"
            + " 'classifier': 'head'}";
    private static final String HALF = "'image_mean': [0.5, 0.5, 0.5], 'image_std': [0.5, 0.5, 0.5]";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                // google/vit-…, facebook/deit-…-patch16-224, facebook/deit-…-distilled-…, fine-tuned ones, vit_msn
                "{'architectures': ['ViTForImageClassification'], 'model_type': 'vit', VIT}",
                "{'architectures': ['ViTForImageClassification'], 'model_type': 'vit', 'torch_dtype': 'float32', VIT, 'pooler_act': 'tanh', 'pooler_output_size': 192, 'dtype': 'float32'}",
                "{'architectures': ['DeiTForImageClassificationWithTeacher'], 'model_type': 'deit', VIT, 'id2label': {'1': 'dog', '0': 'cat'}, 'label2id': {'cat': '0', 'dog': '1'}}",
                "{'architectures': ['ViTMSNForImageClassification'], 'model_type': 'vit_msn', VIT}",
                "{'_name_or_path': 'google/vit-base-patch16-224-in21k', '_num_labels': 2, 'finetuning_task': 'image-classification', 'problem_type': 'single_label_classification', 'id2label': {'0': 0, '1': 1}, VIT}",
                "{'is_encoder_decoder': false, 'pruned_heads': {}, 'torchscript': false, 'output_past': true, 'use_bfloat16': false, 'chunk_size_feed_forward': 0, 'tie_word_embeddings': true, VIT}",
                // timm on the Hub, of 2022 without pretrained_cfg, distilled, fine-tuned from features, through
                // transformers
                "{'architecture': 'vit_base_patch16_224', 'num_classes': 1000, TIMM}",
                "{'architecture': 'vit_base_patch16_224', 'num_classes': 1000, 'num_features': 768, 'pool_size': null, 'crop_pct': 0.9, 'interpolation': 'bicubic', 'fixed_input_size': true, 'mean': [0.5, 0.5, 0.5], 'std': [0.5, 0.5, 0.5], 'first_conv': 'patch_embed.proj', 'classifier': 'head', 'input_size': [3, 224, 224], 'url': 'x'}",
                "{'architecture': 'deit_base_distilled_patch16_384', 'num_classes': 1000, TIMM}",
                "{'architecture': 'deit3_base_patch16_224', 'num_classes': 1000, TIMM}",
                "{'architecture': 'flexivit_base', 'num_classes': 1000, TIMM}",
                "{'architecture': 'vit_base_patch16_224', 'num_classes': 10, 'model_args': {'img_size': 224, 'qkv_bias': true, 'proj_bias': true, 'no_embed_class': true, 'reg_tokens': 0, 'pool_include_prefix': false}, 'num_features': 768}",
                "{'architecture': 'vit_base_patch16_224', 'pretrained_cfg': {'num_classes': 0, 'input_size': [3, 224, 224]}}",
                "{'architecture': 'vit_base_patch16_224', 'architectures': ['TimmWrapperForImageClassification'], 'model_type': 'timm_wrapper', 'do_pooling': true, 'initializer_range': 0.02, 'label_names': ['a', 'b'], 'num_classes': 2, 'problem_type': 'single_label_classification', TIMM}",
            })
    void networksThatAreSupportedAreRead(String config) throws IOException {
        assertThat(CheckpointConfig.read(write("config.json", config)).unknown())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'architectures': ['ViTModel'], 'model_type': 'vit', VIT} | no classifier",
                "{'architectures': ['ViTMSNModel'], 'model_type': 'vit_msn', VIT} | no classifier",
                "{'architectures': ['ViTForMaskedImageModeling'], 'model_type': 'vit', VIT} | a decoder",
                "{'architectures': ['ViTMAEForPreTraining'], 'model_type': 'vit_mae', VIT} | a decoder",
                "{'architectures': ['ViTHybridForImageClassification'], 'model_type': 'vit-hybrid', VIT} | a convolutional stem",
                "{'architectures': ['BeitForImageClassification'], 'model_type': 'beit', VIT} | relative position bias",
                "{'architectures': ['Dinov2ForImageClassification'], 'model_type': 'dinov2', VIT} | the mean of the patches",
                "{'architectures': ['IJepaForImageClassification'], 'model_type': 'ijepa', VIT} | no class token",
                "{'architectures': ['Siglip2Model'], 'model_type': 'siglip2', VIT} | attention pooling",
                "{'architectures': ['CLIPModel'], 'model_type': 'clip', 'text_config': {}, 'vision_config': {}} | a norm before the first block",
                "{'architectures': ['SwinForImageClassification'], 'model_type': 'swin', 'window_size': 7} | shifted windows",
                "{VIT, 'pruned_heads': {'0': [1]}} | heads that were cut away",
                "{'architecture': 'vit_small_patch16_224', 'num_classes': 0, 'num_features': 384} | no classifier",
                "{'architecture': 'vit_small_patch14_dinov2', 'num_classes': 0} | no classifier",
                "{'architecture': 'vit_base_patch16_224', 'model_args': {'embed_norm_layer': 'layernorm'}} | a norm behind the patch embedding",
                "{'architecture': 'vit_tiny_r_s16_p8_224', TIMM} | a convolutional stem",
                "{'architecture': 'vit_base_r50_s16_384', TIMM} | a convolutional stem",
                "{'architecture': 'vit_base_mci_224', TIMM} | a convolutional stem",
                "{'architecture': 'vit_small_patch16_18x2_224'} | in parallel",
                "{'architecture': 'vit_pe_core_base_patch16_224'} | rotary",
                "{'architecture': 'vit_base_patch16_clip_224'} | a norm before the first block",
                "{'architecture': 'eva02_base_patch14_224'} | rotary",
                "{'architecture': 'swin_tiny_patch4_window7_224'} | shifted windows",
                "{'architecture': 'resnet50'} | only plain Vision Transformers"
            })
    void othersAreRefusedByTheirFeature(String config, String feature) throws IOException {
        Path file = write("config.json", config);
        assertThatThrownBy(() -> CheckpointConfig.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(feature);
    }

    /** vit_base_patch32_plus_256 has 896 channels, not those of a base. */
    @ParameterizedTest
    @ValueSource(strings = {"vit_base_patch32_plus_256", "vit_base_patch16_plus_240"})
    void aNamePlusStandsForNoWidth(String name) throws IOException {
        String config = "{'architecture': '" + name + "', 'num_features': 896, 'model_args': {'num_heads': 14}}";
        assertThat(CheckpointConfig.read(write("config.json", config)).statements())
                .noneMatch(statement -> statement.value().equals("768"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'do_normalize': true, 'do_resize': true, HALF, 'size': 224} | exact=224x224:bilinear",
                "{'crop_size': null, 'data_format': 'channels_first', 'default_to_square': true, 'device': null, 'disable_grouping': null, 'do_center_crop': null, 'do_convert_rgb': null, 'do_normalize': true, 'do_pad': null, 'do_rescale': true, 'do_resize': true, HALF, 'image_processor_type': 'ViTImageProcessorFast', 'input_data_format': null, 'pad_size': null, 'resample': 2, 'rescale_factor': 0.00392156862745098, 'return_tensors': null, 'size': {'height': 224, 'width': 224}, '_processor_class': null, 'model_input_names': ['pixel_values'], '_name_or_path': 'x'} | exact=224x224:bilinear",
                "{'crop_size': 224, 'do_center_crop': true, 'do_normalize': true, 'do_resize': true, 'feature_extractor_type': 'DeiTFeatureExtractor', HALF, 'resample': 3, 'size': 256} | exact=256x256:bicubic,crop=224x224:floor",
                "{'crop_pct': 0.875, 'do_normalize': true, 'do_rescale': true, 'do_resize': true, HALF, 'image_processor_type': 'ConvNextImageProcessorFast', 'resample': 3, 'rescale_factor': 0.00392156862745098, 'size': {'shortest_edge': 224}, 'device': null, 'default_to_square': false} | shorter=256:bicubic,crop=224x224:floor"
            })
    void processorsOfPublishedNetworksAreRead(String config, String expected) throws IOException {
        Path file = write(HuggingFacePixels.FILE, config);
        PixelKeys keys =
                new PixelKeys(new ConfigObject(file, "", JsonMapper.shared().readTree(Files.readString(file))));
        assertThat(HuggingFacePixels.read(keys).preprocess()).contains(expected);
    }

    private Path write(String name, String config) throws IOException {
        String json = config.replace("VIT,", VIT + ",")
                .replace("VIT}", VIT + "}")
                .replace("TIMM", TIMM)
                .replace("HALF", HALF)
                .replace('\'', '"');
        return Files.writeString(folder.resolve(name), json);
    }
}
