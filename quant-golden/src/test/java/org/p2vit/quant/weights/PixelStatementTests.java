// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.config.ConfigObject;
import org.p2vit.quant.model.PreprocessWords;
import tools.jackson.databind.json.JsonMapper;

/** What files mean, by the sources of the programs that write them; a single quote stands for a double one. */
class PixelStatementTests {
    private static final Path FILE = Path.of("folder", "file.json");

    /** transformers: image_processing_vit.py, _deit.py, _beit.py, _convnext.py, _clip.py, _bit.py and their older forms. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'feature_extractor_type': 'ViTFeatureExtractor', 'size': 224, 'resample': 2} | exact=224x224:bilinear",
                "{'image_processor_type': 'ViTImageProcessorFast', 'size': {'height': 192, 'width': 256}, 'resample': 3} | exact=192x256:bicubic",
                "{'image_processor_type': 'ViTImageProcessor', 'size': [224, 224], 'resample': 0} | exact=224x224:nearest",
                "{'image_processor_type': 'ViTImageProcessor'} | exact=224x224:bilinear",
                "{'size': 224} | exact=224x224:bilinear",
                "{'size': 224, 'resample': 1} | exact=224x224:lanczos",
                "{'size': 224, 'resample': 4} | exact=224x224:box",
                "{'size': 224, 'resample': 5} | exact=224x224:hamming",
                "{'size': 256, 'do_center_crop': true, 'crop_size': 224, 'resample': 3} | exact=256x256:bicubic,crop=224x224:floor",
                "{'feature_extractor_type': 'DeiTFeatureExtractor', 'size': 256, 'crop_size': 224, 'resample': 3} | exact=256x256:bicubic,crop=224x224:floor",
                "{'image_processor_type': 'DeiTImageProcessor'} | exact=256x256:bicubic,crop=224x224:floor",
                "{'image_processor_type': 'DeiTImageProcessor', 'size': 224, 'do_center_crop': false} | exact=224x224:bicubic",
                "{'image_processor_type': 'BeitImageProcessor', 'crop_size': {'height': 224, 'width': 192}} | exact=256x256:bicubic,crop=224x192:floor",
                "{'image_processor_type': 'CLIPImageProcessor', 'size': 224} | shorter=224:bicubic,crop=224x224:floor",
                "{'image_processor_type': 'CLIPImageProcessor', 'size': {'shortest_edge': 240}, 'crop_size': [224, 224]} | shorter=240:bicubic,crop=224x224:floor",
                "{'image_processor_type': 'BitImageProcessor', 'size': {'shortest_edge': 256}, 'resample': 3} | shorter=256:bicubic,crop=224x224:floor",
                "{'image_processor_type': 'ConvNextImageProcessor', 'size': {'shortest_edge': 224}} | shorter=256:bilinear,crop=224x224:floor",
                "{'feature_extractor_type': 'ConvNextFeatureExtractor', 'size': 224, 'crop_pct': 0.9, 'resample': 3} | shorter=248:bicubic,crop=224x224:floor",
                "{'image_processor_type': 'ConvNextImageProcessor', 'size': {'shortest_edge': 384}} | exact=384x384:bilinear",
                "{'image_processor_type': 'ViTImageProcessor', 'size': 224, 'default_to_square': false, 'do_center_crop': true, 'crop_size': 224} | shorter=224:bilinear,crop=224x224:floor",
                "{'do_resize': false, 'size': 224} | size",
                "{'do_resize': false, 'do_center_crop': true, 'crop_size': 224} | crop=224x224:floor",
                "{'size': 224, 'crop_size': null, 'do_center_crop': null, 'return_tensors': null, 'size_divisor': null} | exact=224x224:bilinear",
                "{'size': 224, 'do_convert_rgb': true, 'do_reduce_labels': false, 'do_pad': false, 'do_flip_channel_order': false} | exact=224x224:bilinear"
            })
    void huggingFacesSizes(String json, String expected) {
        assertThat(huggingFace(json).preprocess()).contains(expected);
    }

    /** x = sample factor, then (x - mean) / std, in terms of sample / 255. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'image_mean': [0.5, 0.4, 0.3], 'image_std': [0.5, 0.25, 1]} | 0.5,0.4,0.3 | 0.5,0.25,1.0",
                "{'image_mean': 0.5, 'image_std': 0.25} | 0.5 | 0.25",
                "{'image_mean': [0.5], 'image_std': [0.25], 'rescale_factor': 0.00392156862745098} | 0.5 | 0.25",
                "{'image_mean': [127.5], 'image_std': [127.5], 'do_rescale': false} | 0.5 | 0.5",
                "{'image_mean': [1], 'image_std': [1], 'rescale_factor': 0.00784313725490196} | 0.5 | 0.5",
                "{'image_mean': [9], 'image_std': [9], 'do_normalize': false} | 0.0 | 1.0",
                "{'do_normalize': false, 'do_rescale': false} | 0.0 | 0.003921569",
                "{'image_processor_type': 'ViTImageProcessor'} | 0.5,0.5,0.5 | 0.5,0.5,0.5",
                "{'image_processor_type': 'CLIPImageProcessor'} | 0.48145467,0.4578275,0.40821072 | 0.26862955,0.2613026,0.2757771"
            })
    void huggingFacesValues(String json, String mean, String std) {
        Map<String, String> metadata = huggingFace(json).metadata();
        assertThat(metadata.get(CheckpointMetadata.IMAGE_MEAN)).isEqualTo(mean);
        assertThat(metadata.get(CheckpointMetadata.IMAGE_STD)).isEqualTo(std);
    }

    @Test
    void whatAFileLeavesOutIsListedAsAssumed() {
        assertThat(huggingFace("{'size': 224, 'resample': 2, 'image_mean': 0.5, 'image_std': 0.5}")
                        .assumed())
                .containsExactly("image_processor_type ViTImageProcessor");
        assertThat(huggingFace("{'image_processor_type': 'ConvNextImageProcessor', 'size': 224, 'do_normalize': false}")
                        .metadata()
                        .get(CheckpointMetadata.PREPROCESS_FROM))
                .isEqualTo("file.json, assumed resample bilinear, crop_pct 0.875");
        assertThat(huggingFace("{'image_mean': 0.5, 'image_std': 0.5}").preprocess())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'image_processor_type': 'SegformerImageProcessor'} | image_processor_type",
                "{'image_processor_type': 3} | image_processor_type",
                "{'image_processor_type': 'ViTImageProcessor', 'feature_extractor_type': 'DeiTFeatureExtractor'} | feature_extractor_type",
                "{'auto_map': {'AutoImageProcessor': 'x.Y'}} | auto_map",
                "{'do_pad': true, 'size': 224} | do_pad",
                "{'do_flip_channel_order': true} | do_flip_channel_order",
                "{'do_grayscale': 1} | do_grayscale",
                "{'do_something_new': true} | do_something_new",
                "{'offset': true} | offset",
                "{'do_resize': 'yes'} | do_resize",
                "{'do_normalize': 0} | do_normalize",
                "{'size': 0} | size",
                "{'size': -224} | size",
                "{'size': 224.5} | size",
                "{'size': '224'} | size",
                "{'size': 1e9} | size",
                "{'size': 99999999999} | size",
                "{'size': [224]} | size",
                "{'size': [224, 192]} | size",
                "{'size': {'height': 224}} | size",
                "{'size': {'height': 224, 'width': 0}} | size",
                "{'size': {'shortest_edge': 224, 'longest_edge': 448}} | size",
                "{'size': {'longest_edge': 224}} | size",
                "{'size': 224, 'do_center_crop': true, 'crop_size': {'shortest_edge': 224}} | crop_size",
                "{'size': 224, 'resample': 99} | resample",
                "{'size': 224, 'resample': -1} | resample",
                "{'size': 224, 'resample': 'bicubic'} | resample",
                "{'size': 224, 'crop_pct': 0.9} | crop_pct",
                "{'image_processor_type': 'ConvNextImageProcessor', 'size': 224, 'crop_pct': 5} | crop_pct",
                "{'image_processor_type': 'ConvNextImageProcessor', 'size': 224, 'crop_pct': 0} | crop_pct",
                "{'image_mean': [0.5, 0.5, 0.5]} | image_mean",
                "{'image_std': [0.5, 0.5, 0.5]} | image_std",
                "{'image_mean': [], 'image_std': []} | image_mean",
                "{'image_mean': ['NaN'], 'image_std': [1]} | image_mean",
                "{'image_mean': [0.5, 0.5], 'image_std': [1]} | image_mean",
                "{'image_mean': [0.5], 'image_std': [1e-40]} | image_mean",
                "{'image_mean': [1e30], 'image_std': [1]} | image_mean",
                "{'image_mean': [0.5], 'image_std': [0]} | image_mean",
                "{'image_mean': [0.5], 'image_std': [-1]} | image_mean",
                "{'image_mean': [0.5], 'image_std': [0.5], 'rescale_factor': 0} | rescale_factor",
                "{'image_mean': [0.5], 'image_std': [0.5], 'rescale_factor': 1e-40} | image_mean"
            })
    void huggingFacesFaultsNameFileKeyAndValue(String json, String key) {
        String value =
                JsonMapper.shared().readTree(json.replace('\'', '"')).get(key).toString();
        assertThatThrownBy(() -> huggingFace(json))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(FILE + " says \"" + key + "\": " + value)
                .message()
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'size': 224, 'do_center_crop': true, 'crop_size': 256}",
                "{'image_processor_type': 'CLIPImageProcessor', 'size': 224, 'do_center_crop': false}",
                "{'image_processor_type': 'ConvNextImageProcessor', 'size': 224, 'crop_pct': 1e-9}"
            })
    void huggingFacesStepsThatDoNotFitNameTheFile(String json) {
        assertThatThrownBy(() -> huggingFace(json))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(FILE.toString());
    }

    /** timm: data/config.py and data/transforms_factory.py. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'pretrained_cfg': {'crop_pct': 0.9, 'interpolation': 'bicubic'}} | shorter=248:bicubic,crop=224x224",
                "{'pretrained_cfg': {'crop_pct': 1.0, 'interpolation': 'bilinear', 'crop_mode': 'center'}} | shorter=224:bilinear,crop=224x224",
                "{'pretrained_cfg': {'crop_pct': 0.95, 'interpolation': 'bicubic', 'crop_mode': 'squash'}} | exact=235x235:bicubic,crop=224x224",
                "{'pretrained_cfg': {}} | shorter=256:bicubic,crop=224x224",
                "{'pretrained_cfg': {'test_crop_pct': 1.0, 'fixed_input_size': true, 'url': '', 'crop_pct': 0.8}} | shorter=280:bicubic,crop=224x224",
                "{'architecture': 'vit_tiny_patch16_224', 'crop_pct': 0.9, 'interpolation': 'lanczos', 'num_heads': 3} | shorter=248:lanczos,crop=224x224"
            })
    void timmsSizes(String json, String expected) {
        String words = timm(json).preprocess().orElseThrow();
        assertThat(PreprocessWords.read(words, 224, 224).text()).isEqualTo(expected);
    }

    @Test
    void timmsFilesThatAreSilent() {
        assertThat(TimmPixels.read(keys("{'hidden_size': 192}"))).isEmpty();
        assertThat(timm("{'pretrained_cfg': {}}").assumed()).containsExactly("interpolation bicubic", "crop_pct 0.875");
        assertThat(timm("{'pretrained_cfg': {}}").statistics()).isEmpty();
        assertThat(timm("{'mean': [0.5], 'std': [0.25]}").statistics())
                .contains(new PixelStatement.Statistics(List.of(0.5), List.of(0.25)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'crop_pct': 0} | crop_pct",
                "{'crop_pct': 5} | crop_pct",
                "{'crop_pct': -0.9} | crop_pct",
                "{'crop_pct': 1e-9} | crop_pct",
                "{'crop_pct': '0.9'} | crop_pct",
                "{'crop_mode': 'border'} | crop_mode",
                "{'crop_mode': 1} | crop_mode",
                "{'interpolation': 'random'} | interpolation",
                "{'interpolation': 3} | interpolation",
                "{'mean': [0.5, 0.5, 0.5]} | mean",
                "{'std': [0.5, 0.5, 0.5]} | std",
                "{'mean': [0.5], 'std': [1e-40]} | mean",
                "{'mean': 'half', 'std': 1} | mean",
                "{'crop_border_pixels': 4} | crop_border_pixels"
            })
    void timmsFaultsNameFileKeyAndValue(String json, String key) {
        String value =
                JsonMapper.shared().readTree(json.replace('\'', '"')).get(key).toString();
        assertThatThrownBy(() -> timm("{'pretrained_cfg': " + json + "}"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(FILE + " says \"pretrained_cfg." + key + "\": " + value);
    }

    private static PixelStatement huggingFace(String json) {
        return HuggingFacePixels.read(keys(json));
    }

    private static PixelStatement timm(String json) {
        return TimmPixels.read(keys(json)).orElseThrow();
    }

    private static PixelKeys keys(String json) {
        return new PixelKeys(new ConfigObject(FILE, "", JsonMapper.shared().readTree(json.replace('\'', '"'))));
    }
}
