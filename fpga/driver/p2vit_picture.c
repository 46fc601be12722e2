/* SPDX-License-Identifier: Apache-2.0 */
#include "p2vit_picture.h"

#include "p2vit_filter.h"
#include "p2vit_image.h"

#define RGB 3u
#define SAMPLES 256u
/** More than any accelerator has, and so little that products of layouts fit 64 bits. */
#define MOST_LAID_OUT 65536u

enum { RESIZE_NONE, RESIZE_EACH_SIDE, RESIZE_PROPORTIONAL };
enum { CROP_NONE, CROP_CENTRE, CROP_CENTRE_FLOOR };

/** What one axis goes through: scaled, then cut. */
struct path {
    uint32_t inputs;
    uint32_t outputs;
    uint32_t margin;
    uint32_t kept;
};

static int sized(uint32_t width, uint32_t height) {
    return width > 0 && height > 0 && width <= P2VIT_PICTURE_SIDE && height <= P2VIT_PICTURE_SIDE
           && (uint64_t)width * height <= P2VIT_PICTURE_PIXELS;
}

/** So many pieces that all are in them. */
static uint32_t pieces(uint32_t all, uint32_t piece) { return all / piece + (all % piece != 0); }

/** Whether the words about pictures are known and contradict nothing. */
static int consistent(const struct p2vit_image *image) {
    uint32_t tokens, depth;
    if (!sized(image->image_width, image->image_height) || image->patch == 0 || image->image_width % image->patch != 0
        || image->image_height % image->patch != 0 || (image->channels != 1 && image->channels != RGB)
        || image->channel_bytes != SAMPLES || image->resize > RESIZE_PROPORTIONAL || image->crop > CROP_CENTRE_FLOOR
        || image->filter > P2VIT_FILTER_HAMMING || image->token_rows == 0 || image->token_rows > MOST_LAID_OUT
        || image->word_bytes == 0 || image->word_bytes > MOST_LAID_OUT) {
        return 0;
    }
    tokens = image->image_width / image->patch * (image->image_height / image->patch);
    depth = image->channels * image->patch * image->patch;
    return (image->resize == RESIZE_NONE || sized(image->resize_width, image->resize_height))
           && (uint64_t)pieces(tokens, image->token_rows) * image->token_rows * pieces(depth, image->word_bytes) * image->word_bytes
                  <= image->input_bytes;
}

/** To the nearest whole number, a half to the even one; 0 for what no side may have. */
static uint32_t rounded(double x) {
    uint32_t whole;
    double rest;
    if (x > P2VIT_PICTURE_PIXELS) {
        return 0;
    }
    whole = (uint32_t)x;
    rest = x - whole;
    return whole + (rest > 0.5 || (rest >= 0.5 && whole % 2 != 0) ? 1u : 0u);
}

/** Both axes' outputs. */
static void scale(const struct p2vit_image *image, struct path *x, struct path *y) {
    uint32_t width = x->inputs, height = y->inputs;
    x->outputs = image->resize == RESIZE_NONE ? width : image->resize_width;
    y->outputs = image->resize == RESIZE_NONE ? height : image->resize_height;
    if (image->resize == RESIZE_PROPORTIONAL && image->resize_width == image->resize_height) {
        uint32_t shorter = width < height ? width : height;
        x->outputs = image->resize_width * width / shorter;
        y->outputs = image->resize_height * height / shorter;
    } else if (image->resize == RESIZE_PROPORTIONAL) {
        double by_height = (double)height / image->resize_height, by_width = (double)width / image->resize_width;
        double ratio = by_height < by_width ? by_height : by_width;
        x->outputs = rounded(width / ratio);
        y->outputs = rounded(height / ratio);
    }
}

/** Where what is kept begins; false where there is too little, or too much without a crop. */
static int cut(uint32_t crop, uint32_t kept, struct path *path) {
    uint32_t whole = path->outputs - kept;
    path->kept = kept;
    path->margin = whole / 2;
    if (crop == CROP_CENTRE && whole % 2 != 0 && path->margin % 2 != 0) {
        path->margin++;
    }
    return path->outputs >= kept && (crop != CROP_NONE || whole == 0);
}

/** What a picture of a size goes through. */
static int plan(const struct p2vit_image *image, uint32_t width, uint32_t height, struct path *x, struct path *y) {
    if (!consistent(image)) {
        return P2VIT_E_LAYOUT;
    }
    x->inputs = width;
    y->inputs = height;
    if (!sized(width, height)) {
        return P2VIT_E_PICTURE;
    }
    scale(image, x, y);
    if ((uint64_t)x->outputs * y->outputs > P2VIT_PICTURE_PIXELS || !cut(image->crop, image->image_width, x)
        || !cut(image->crop, image->image_height, y)) {
        return P2VIT_E_PICTURE;
    }
    return P2VIT_OK;
}

/** Weights for the longer side, and what is kept of every row. */
static uint64_t room_for(const struct p2vit_image *image, const struct path *x, const struct path *y) {
    uint32_t longer = x->inputs > y->inputs ? x->inputs : y->inputs;
    return (uint64_t)longer * sizeof(int32_t) + (uint64_t)x->kept * y->inputs * image->channels;
}

int p2vit_picture_room(const struct p2vit_image *image, uint32_t width, uint32_t height, uint64_t *bytes) {
    struct path x, y;
    int status;
    if (!image || !bytes) {
        return P2VIT_E_ARGUMENT;
    }
    status = plan(image, width, height, &x, &y);
    if (status == P2VIT_OK) {
        *bytes = room_for(image, &x, &y);
    }
    return status;
}

/** A sample of a pixel: a colour, or the brightness by ITU-R BT.601. */
static int32_t sample(const unsigned char *pixel, uint32_t channel, uint32_t channels) {
    return channels == RGB ? pixel[channel] : (19595 * pixel[0] + 38470 * pixel[1] + 7471 * pixel[2] + 32768) >> 16;
}

static unsigned char clipped(int32_t sum) {
    int32_t value = sum > 0 ? sum >> P2VIT_FILTER_BITS : 0;
    return (unsigned char)(value < 255 ? value : 255);
}

/** Scales every row and keeps its middle: `rows` has y->inputs of them, x->kept samples of each channel wide. */
static void scale_rows(const struct p2vit_image *image, const unsigned char *rgb, const struct path *x, uint32_t height,
                       int32_t *weights, unsigned char *rows) {
    const uint32_t channels = image->channels;
    struct p2vit_axis axis;
    uint32_t first, count, i, j, row, channel;
    p2vit_axis_begin(&axis, image->filter, x->inputs, x->outputs, x->margin);
    for (i = 0; i < x->kept; i++) {
        p2vit_axis_next(&axis, &first, &count, weights);
        for (row = 0; row < height; row++) {
            const unsigned char *pixel = rgb + ((size_t)row * x->inputs + first) * RGB;
            unsigned char *out = rows + ((size_t)row * x->kept + i) * channels;
            for (channel = 0; channel < channels; channel++) {
                int32_t sum = (int32_t)1 << (P2VIT_FILTER_BITS - 1);
                for (j = 0; j < count; j++) {
                    sum += weights[j] * sample(pixel + (size_t)j * RGB, channel, channels);
                }
                out[channel] = clipped(sum);
            }
        }
    }
}

/** Where a sample stands in the input, token-major. */
static size_t place(const struct p2vit_image *image, uint32_t row, uint32_t column, uint32_t channel) {
    const uint32_t patch = image->patch, tile = image->token_rows, word = image->word_bytes;
    const uint32_t words = pieces(image->channels * patch * patch, word);
    const uint32_t token = row / patch * (image->image_width / patch) + column / patch;
    const uint32_t within = (channel * patch + row % patch) * patch + column % patch;
    return (((size_t)(token / tile) * words + within / word) * tile + token % tile) * word + within % word;
}

/** Scales the columns of what scale_rows() left, and puts the code of each sample where it belongs. */
static void scale_columns(const struct p2vit_image *image, const unsigned char *codes, const struct path *y,
                          const unsigned char *rows, int32_t *weights, unsigned char *input) {
    const uint32_t channels = image->channels;
    const size_t stride = (size_t)image->image_width * channels;
    struct p2vit_axis axis;
    uint32_t first, count, i, j, column, channel;
    p2vit_axis_begin(&axis, image->filter, y->inputs, y->outputs, y->margin);
    for (i = 0; i < y->kept; i++) {
        p2vit_axis_next(&axis, &first, &count, weights);
        for (column = 0; column < image->image_width; column++) {
            for (channel = 0; channel < channels; channel++) {
                const unsigned char *above = rows + first * stride + (size_t)column * channels + channel;
                int32_t sum = (int32_t)1 << (P2VIT_FILTER_BITS - 1);
                for (j = 0; j < count; j++) {
                    sum += weights[j] * above[j * stride];
                }
                input[place(image, i, column, channel)] = codes[channel * SAMPLES + clipped(sum)];
            }
        }
    }
}

int p2vit_picture(const struct p2vit_image *image, const struct p2vit_memory *memory, const unsigned char *rgb, uint32_t width,
                  uint32_t height, void *room, size_t room_bytes, const struct p2vit_memory *input) {
    struct path x, y;
    size_t i;
    int32_t *weights;
    unsigned char *rows, *target;
    int status;
    if (!image || !memory || !memory->data || !rgb || !room || !input || !input->data) {
        return P2VIT_E_ARGUMENT;
    }
    status = plan(image, width, height, &x, &y);
    if (status != P2VIT_OK) {
        return status;
    }
    if (room_bytes < room_for(image, &x, &y) || (uintptr_t)room % sizeof(int32_t) != 0
        || memory->bytes < image->bytes || input->bytes < image->input_bytes) {
        return P2VIT_E_MEMORY;
    }
    weights = (int32_t *)room;
    rows = (unsigned char *)(weights + (width > height ? width : height));
    target = (unsigned char *)input->data;
    for (i = 0; i < image->input_bytes; i++) {
        target[i] = 0;
    }
    scale_rows(image, rgb, &x, height, weights, rows);
    scale_columns(image, (const unsigned char *)memory->data + image->codes, &y, rows, weights, target);
    return P2VIT_OK;
}
