// SPDX-License-Identifier: Apache-2.0
// What one Verilated model offers to the simulation runtime. Each model is its own shared library with its own copy of
// the Verilator runtime and hidden symbols; p2vit_model() is the only name it exports.
#pragma once
#include <cstdint>

extern "C" {
struct P2vitModelOps {
    // The pin block outlives the model; seed < 0 starts every register without a reset value at 0, else at random bits.
    void* (*create)(uint8_t* pins, int64_t seed);
    void (*destroy)(void* model);
    // Copies inputs from the pin block, evaluates with the clock low, copies outputs back.
    void (*settle)(void* model);
    // Raises the clock.
    void (*edge)(void* model);
    // Address of a public signal, or null; bits receives its width.
    const uint8_t* (*locate)(void* model, const char* scope, const char* name, int* bits);
    // 0 running, 1 $stop/assertion/$fatal, 2 $finish.
    int (*stopped)(void* model);
    // Everything $display, assertions and $stop have said since the last call of clear_log.
    const char* (*log)(void* model);
    void (*clear_log)(void* model);
    // Waveform; trace_open returns 0 when this build has no tracing.
    int (*trace_open)(void* model, const char* path);
    void (*trace_dump)(void* model, uint64_t time);
    void (*trace_close)(void* model);
    // What was covered so far, to a file; nothing in a build that does not count.
    void (*write_coverage)(void* model, const char* path);
};
const P2vitModelOps* p2vit_model(void);
}
