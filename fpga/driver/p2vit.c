/* SPDX-License-Identifier: Apache-2.0 */
#include "p2vit.h"

#include "p2vit_image.h"
#include "p2vit_port.h"
#include "p2vit_registers.h"

#define MAJOR_SHIFT 16

#define READ(device, name) P2VIT_READ32((device)->registers, P2VIT_##name##_OFFSET)
#define WRITE(device, name, value) P2VIT_WRITE32((device)->registers, P2VIT_##name##_OFFSET, (value))
#define WRITE_WIDE(device, name, value)                  \
    do {                                                    \
        WRITE(device, name##_LOW, (uint32_t)(value));       \
        WRITE(device, name##_HIGH, (uint32_t)((value) >> 32)); \
    } while (0)

/** Whether a memory, or its data, is a null pointer. */
static int missing(const struct p2vit_memory *memory) { return !memory || !memory->data; }

/** Polls CTRL until the bits of a mask have a value. */
static int await(const struct p2vit *device, uint32_t mask, uint32_t value) {
    uint32_t poll;
    for (poll = 0; poll < device->polls; poll++) {
        if ((READ(device, CTRL) & mask) == value) {
            return P2VIT_OK;
        }
        P2VIT_IDLE(device->registers);
    }
    return P2VIT_E_TIMEOUT;
}

/** Polls until no run is active. */
static int await_idle(const struct p2vit *device) { return await(device, P2VIT_CTRL_IDLE_MASK, P2VIT_CTRL_IDLE_MASK); }

/** Polls until memory owes no answer to a run that is over, or to one before a reset. */
static int await_closed(const struct p2vit *device) {
    return await(device, P2VIT_CTRL_OPEN_MASK, 0) == P2VIT_OK ? P2VIT_OK : P2VIT_E_OPEN;
}

/** Ends the run that is active, if there is one. */
static int end(const struct p2vit *device) {
    if (!(READ(device, CTRL) & P2VIT_CTRL_IDLE_MASK)) {
        WRITE(device, CTRL, P2VIT_CTRL_ABORT_MASK);
    }
    return await_idle(device);
}

static void set_interrupt(const struct p2vit *device, int enabled) {
    WRITE(device, ISR, READ(device, ISR));
    WRITE(device, IER, enabled ? P2VIT_IER_DONE_MASK : 0u);
    WRITE(device, GIE, enabled ? P2VIT_GIE_ENABLE_MASK : 0u);
}

int p2vit_init(struct p2vit *device, void *registers, uint32_t config_hash, uint32_t polls) {
    uint32_t version;
    int status;
    if (!device) {
        return P2VIT_E_ARGUMENT;
    }
    device->registers = registers;
    device->config_hash = config_hash;
    device->polls = polls;
    device->error = 0;
    device->images = 0;
    device->input_bytes = 0;
    device->output_bytes = 0;
    if (READ(device, ID) != P2VIT_ID_VALUE) {
        return P2VIT_E_ID;
    }
    version = READ(device, VERSION);
    if (version >> MAJOR_SHIFT != P2VIT_VERSION_VALUE >> MAJOR_SHIFT || version < P2VIT_VERSION_VALUE) {
        return P2VIT_E_VERSION;
    }
    if (READ(device, CONFIG_HASH) != config_hash) {
        return P2VIT_E_CONFIG;
    }
    status = p2vit_abort(device);
    if (status != P2VIT_OK) {
        return status == P2VIT_E_TIMEOUT ? P2VIT_E_BUSY : status;
    }
    set_interrupt(device, 0);
    return P2VIT_OK;
}

int p2vit_interrupt(struct p2vit *device, int enabled) {
    if (!device) {
        return P2VIT_E_ARGUMENT;
    }
    set_interrupt(device, enabled);
    return P2VIT_OK;
}

/** Whether a part of the program ends with the checksum of all before it; moves on to the next one. */
static int sealed(const unsigned char **part, uint32_t commands) {
    size_t bytes = (size_t)commands * P2VIT_COMMAND_BYTES;
    const unsigned char *begin = *part;
    *part += bytes;
    return commands == 0 || p2vit_crc32(begin, bytes - 4) == p2vit_word(begin, bytes / 4 - 1);
}

int p2vit_load(struct p2vit *device, const struct p2vit_image *image, const struct p2vit_memory *memory) {
    const unsigned char *part;
    if (!device || !image || missing(memory)) {
        return P2VIT_E_ARGUMENT;
    }
    if (image->config_hash != device->config_hash) {
        return P2VIT_E_CONFIG;
    }
    if (image->format_version != P2VIT_PROGRAM_FORMAT_VERSION) {
        return P2VIT_E_VERSION;
    }
    if (memory->address % P2VIT_IMAGE_PAGE != 0 || memory->bytes < image->bytes) {
        return P2VIT_E_MEMORY;
    }
    part = (const unsigned char *)memory->data + image->program;
    if (!sealed(&part, image->commands) || !sealed(&part, image->loop_commands)) {
        return P2VIT_E_PROGRAM;
    }
    if (!(READ(device, CTRL) & P2VIT_CTRL_IDLE_MASK)) {
        return P2VIT_E_BUSY;
    }
    P2VIT_FLUSH(memory->data, image->bytes);
    WRITE_WIDE(device, PROGRAM, memory->address + image->program);
    WRITE_WIDE(device, MODEL, memory->address + image->constants);
    WRITE_WIDE(device, MODEL_SIZE, (uint64_t)image->constants_bytes);
    WRITE(device, PROGRAM_COMMANDS, image->commands);
    WRITE(device, LOOP_COMMANDS, image->loop_commands);
    WRITE(device, INPUT_STRIDE, image->input_bytes);
    WRITE(device, OUTPUT_STRIDE, image->output_bytes);
    device->input_bytes = image->input_bytes;
    device->output_bytes = image->output_bytes;
    return P2VIT_OK;
}

int p2vit_start(struct p2vit *device, const struct p2vit_memory *input, const struct p2vit_memory *output,
                uint32_t images) {
    if (!device || missing(input) || missing(output)) {
        return P2VIT_E_ARGUMENT;
    }
    if (device->input_bytes == 0) {
        return P2VIT_E_ORDER;
    }
    if (images == 0 || input->bytes / device->input_bytes < images || output->bytes / device->output_bytes < images
        || input->address % P2VIT_DRAM_WORD_BYTES != 0 || output->address % P2VIT_DRAM_WORD_BYTES != 0) {
        return P2VIT_E_MEMORY;
    }
    if (!(READ(device, CTRL) & P2VIT_CTRL_IDLE_MASK)) {
        return P2VIT_E_BUSY;
    }
    if (await_closed(device) != P2VIT_OK) {
        return P2VIT_E_OPEN;
    }
    /* No line of the output may be written back while the accelerator writes it. */
    P2VIT_FLUSH(output->data, (size_t)images * device->output_bytes);
    P2VIT_FLUSH(input->data, (size_t)images * device->input_bytes);
    device->images = images;
    WRITE(device, IMAGES, images);
    WRITE_WIDE(device, INPUT, input->address);
    WRITE_WIDE(device, INPUT_SIZE, (uint64_t)images * device->input_bytes);
    WRITE_WIDE(device, OUTPUT, output->address);
    WRITE_WIDE(device, OUTPUT_SIZE, (uint64_t)images * device->output_bytes);
    WRITE(device, CTRL, P2VIT_CTRL_START_MASK);
    return P2VIT_OK;
}

int p2vit_wait(struct p2vit *device, const struct p2vit_memory *output) {
    int status;
    if (!device || missing(output)) {
        return P2VIT_E_ARGUMENT;
    }
    status = await_idle(device);
    if (status != P2VIT_OK) {
        end(device); /* what counts is that the run took too long */
    }
    WRITE(device, ISR, READ(device, ISR));
    device->error = READ(device, ERROR);
    if (status != P2VIT_OK) {
        return status;
    }
    P2VIT_INVALIDATE(output->data, (size_t)device->images * device->output_bytes);
    return (int)((device->error & P2VIT_ERROR_CODE_MASK) >> P2VIT_ERROR_CODE_SHIFT);
}

int p2vit_run(struct p2vit *device, const struct p2vit_memory *input, const struct p2vit_memory *output, uint32_t images) {
    int status = p2vit_start(device, input, output, images);
    return status == P2VIT_OK ? p2vit_wait(device, output) : status;
}

int p2vit_abort(struct p2vit *device) {
    if (!device) {
        return P2VIT_E_ARGUMENT;
    }
    return end(device) == P2VIT_OK ? await_closed(device) : P2VIT_E_TIMEOUT;
}

uint64_t p2vit_cycles(const struct p2vit *device) {
    uint64_t high;
    if (!device) {
        return 0;
    }
    high = READ(device, CYCLES_HIGH);
    return high << 32 | READ(device, CYCLES_LOW);
}

/* Four bits at a time. */
uint32_t p2vit_crc32(const void *data, size_t bytes) {
    const unsigned char *byte = (const unsigned char *)data;
    static const uint32_t table[16] = {
        0x00000000u, 0x1db71064u, 0x3b6e20c8u, 0x26d930acu, 0x76dc4190u, 0x6b6b51f4u, 0x4db26158u, 0x5005713cu,
        0xedb88320u, 0xf00f9344u, 0xd6d6a3e8u, 0xcb61b38cu, 0x9b64c2b0u, 0x86d3d2d4u, 0xa00ae278u, 0xbdbdf21cu};
    uint32_t crc = 0xffffffffu;
    size_t i;
    if (!data) {
        return 0;
    }
    for (i = 0; i < bytes; i++) {
        crc ^= byte[i];
        crc = crc >> 4 ^ table[crc & 15];
        crc = crc >> 4 ^ table[crc & 15];
    }
    return ~crc;
}

uint32_t p2vit_word(const void *data, size_t index) {
    const unsigned char *byte;
    if (!data) {
        return 0;
    }
    byte = (const unsigned char *)data + 4 * index;
    return byte[0] | (uint32_t)byte[1] << 8 | (uint32_t)byte[2] << 16 | (uint32_t)byte[3] << 24;
}

const char *p2vit_message(int status) {
#define MESSAGE(name, code, meaning) \
    case code:                       \
        return meaning;
    switch (status) {
        P2VIT_ERROR_LIST(MESSAGE)
        MESSAGE(, P2VIT_E_ID, "register ID does not read P2VT: no accelerator at this address")
        MESSAGE(, P2VIT_E_VERSION, "accelerator, driver and program are of different versions")
        MESSAGE(, P2VIT_E_CONFIG, "accelerator and program are of different configurations")
        MESSAGE(, P2VIT_E_BUSY, "a run is active")
        MESSAGE(, P2VIT_E_TIMEOUT, "the run did not end in time and was given up")
        MESSAGE(, P2VIT_E_MEMORY, "memory is too small, or not aligned, or for no image")
        MESSAGE(, P2VIT_E_ORDER, "no network is loaded")
        MESSAGE(, P2VIT_E_MAGIC, "this is no program image")
        MESSAGE(, P2VIT_E_FORMAT, "the program image is of a version that this driver does not know")
        MESSAGE(, P2VIT_E_TRUNCATED, "the program image is cut short")
        MESSAGE(, P2VIT_E_CHECKSUM, "the program image is damaged: its checksum differs")
        MESSAGE(, P2VIT_E_LAYOUT, "the program image contradicts itself")
        MESSAGE(, P2VIT_E_MISMATCH, "logits differ from the expected ones")
        MESSAGE(, P2VIT_E_PROGRAM, "the program is damaged: the checksum of its commands differs")
        MESSAGE(, P2VIT_E_OPEN, "memory does not answer an earlier run; reset the accelerator and its memory port together")
        MESSAGE(, P2VIT_E_ARGUMENT, "a pointer is null")
        MESSAGE(, P2VIT_E_PICTURE, "the network takes no picture of this size")
        default:
            return "the accelerator reports an error that this driver does not know";
    }
#undef MESSAGE
}
