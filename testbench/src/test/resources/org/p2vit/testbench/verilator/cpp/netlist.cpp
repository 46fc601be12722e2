// SPDX-License-Identifier: Apache-2.0
// A netlist behind P2vitModelOps. `netlist.h` is generated: tables of look-up tables, flip-flops and memories over one
// array of bits, a byte each. Look-up tables stand in the order in which a single pass settles them.
#include <array>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "model_abi.h"

namespace {
struct Lut {
    int in[6];
    int out;
    uint64_t table;
};
// `count` entries of `bits` from `first` on: indices of values.
struct Nets {
    int first;
    int count;
};
struct Signal {
    const char* name;
    Nets nets;
    int offset;
};
struct Memory {
    int width;
    int words;
    int base;
    const char* init;  // most significant bit of the last word first; x is unknown
};
struct MemoryRead {
    int memory;
    Nets address;
    int out;
};
struct MemoryWrite {
    int memory;
    Nets enable;
    Nets address;
    Nets data;
};
// So many look-up tables, then one memory is read; a read of -1 is none.
struct Step {
    int luts;
    int read;
};

#include "netlist.h"

struct State {
    uint8_t* pins;
    std::vector<uint8_t> values = std::vector<uint8_t>(kValues);
    std::vector<std::vector<uint8_t>> memories;
    std::vector<uint8_t> seen = std::vector<uint8_t>(kSeenBytes);
};

State* of(void* model) { return static_cast<State*>(model); }

size_t number(const State& s, Nets nets) {
    size_t value = 0;
    for (int i = 0; i < nets.count; i++) value |= size_t{s.values[kBits[nets.first + i]]} << i;
    return value;
}

void pack(const State& s, const Signal& signal, uint8_t* to) {
    std::memset(to, 0, (signal.nets.count + 7) / 8);
    for (int i = 0; i < signal.nets.count; i++) to[i / 8] |= s.values[kBits[signal.nets.first + i]] << i % 8;
}

void read(State& s, const MemoryRead& port) {
    const Memory& memory = kMemories[port.memory];
    const size_t word = number(s, port.address) - memory.base;
    // What lies beyond the last word is as unknown as an unwritten one.
    const size_t at = word < size_t(memory.words) ? word : 0;
    std::memcpy(&s.values[port.out], &s.memories[port.memory][at * memory.width], memory.width);
}

void settle(void* model) {
    State& s = *of(model);
    for (const Signal& input : kInputs) {
        for (int i = 0; i < input.nets.count; i++) {
            s.values[kBits[input.nets.first + i]] = s.pins[input.offset + i / 8] >> i % 8 & 1;
        }
    }
    uint8_t* v = s.values.data();
    const Lut* lut = kLuts.data();
    for (const Step& step : kSteps) {
        for (const Lut* end = lut + step.luts; lut != end; lut++) {
            const unsigned index = v[lut->in[0]] | v[lut->in[1]] << 1 | v[lut->in[2]] << 2 | v[lut->in[3]] << 3 |
                                   v[lut->in[4]] << 4 | v[lut->in[5]] << 5;
            v[lut->out] = lut->table >> index & 1;
        }
        if (step.read >= 0) read(s, kReads[step.read]);
    }
    for (const Signal& output : kOutputs) pack(s, output, s.pins + output.offset);
    for (const Signal& signal : kSignals) pack(s, signal, &s.seen[signal.offset]);
}

void edge(void* model) {
    State& s = *of(model);
    for (const MemoryWrite& port : kWrites) {
        const Memory& memory = kMemories[port.memory];
        const size_t word = number(s, port.address) - memory.base;
        if (word >= size_t(memory.words)) continue;
        for (int i = 0; i < memory.width; i++) {
            if (s.values[kBits[port.enable.first + i]]) {
                s.memories[port.memory][word * memory.width + i] = s.values[kBits[port.data.first + i]];
            }
        }
    }
    uint8_t next[kFlipFlops + 1];
    for (int i = 0; i < kFlipFlops; i++) next[i] = s.values[kNext[i]];
    std::memcpy(&s.values[kFirstFlipFlop], next, kFlipFlops);
}

void* create(uint8_t* pins, int64_t seed) {
    auto* s = new State;
    s->pins = pins;
    std::mt19937 random(static_cast<unsigned>(seed));
    const auto unknown = [&] { return static_cast<uint8_t>(seed < 0 ? 0 : random() & 1); };
    s->values[1] = 1;
    for (int i = 0; i < kFlipFlops; i++) s->values[kFirstFlipFlop + i] = unknown();
    for (const Memory& memory : kMemories) {
        const size_t size = size_t(memory.width) * memory.words;
        std::vector<uint8_t> bits(size);
        for (size_t i = 0; i < size; i++) {
            const char init = memory.init[size - 1 - i];
            bits[i] = init == 'x' ? unknown() : init == '1';
        }
        s->memories.push_back(bits);
    }
    settle(s);
    return s;
}

void destroy(void* model) { delete of(model); }

const uint8_t* locate(void* model, const char* scope, const char* name, int* bits) {
    const std::string full = std::string(scope) + "." + name;
    for (const Signal& signal : kSignals) {
        if (full == signal.name) {
            *bits = signal.nets.count;
            return &of(model)->seen[signal.offset];
        }
    }
    return nullptr;
}

// A netlist has neither messages nor waveforms.
int stopped(void*) { return 0; }
const char* log_text(void*) { return ""; }
void clear_log(void*) {}
int trace_open(void*, const char*) { return 0; }
void trace_dump(void*, uint64_t) {}
void trace_close(void*) {}
}  // namespace

extern "C" __attribute__((visibility("default"))) const P2vitModelOps* p2vit_model(void) {
    static const P2vitModelOps ops = {create,   destroy,   settle,     edge,       locate,     stopped,
                                      log_text, clear_log, trace_open, trace_dump, trace_close};
    return &ops;
}
