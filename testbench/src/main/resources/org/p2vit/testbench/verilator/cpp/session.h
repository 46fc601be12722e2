// SPDX-License-Identifier: Apache-2.0
// One running model with its buses and taps. A cycle is: buses drive, inputs settle with the clock low, buses and taps
// sample what the coming edge will see, the clock rises.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bus.h"
#include "model_abi.h"

namespace p2vit {

enum Reason { RUNNING = 0, STOP_PIN = 1, VERILOG_STOP = 2, VERILOG_FINISH = 3, PROTOCOL = 4, HANG = 5 };

struct TapField {
    const uint8_t* data;
    uint32_t bytes;
};

// Bits of a tap are sampled in place: a signal inside the model or a pin of the pin block.
struct Tap {
    std::string name;
    const uint8_t* valid;
    const uint8_t* ready;  // null: valid alone
    std::vector<TapField> fields;
    uint64_t last = 0;
    bool seen = false;
    std::vector<uint8_t> log;
};

class Session {
public:
    Session(const P2vitModelOps* ops, uint8_t* pins, int64_t seed)
        : ops_(ops), pins_(pins), model_(ops->create(pins, seed)) {}
    ~Session();

    void settle() { ops_->settle(model_); }
    int step();
    int run(uint64_t max_cycles);
    const uint8_t* locate(const char* scope, const char* name, int* bits);

    uint8_t* pins() { return pins_; }
    uint64_t cycle() const { return cycle_; }
    std::string message();

    void trace_window(const std::string& path, uint64_t from, uint64_t to);
    void write_coverage(const char* path) { ops_->write_coverage(model_, path); }

    std::vector<Tap> taps;
    std::vector<std::unique_ptr<Bus>> buses;
    int64_t stop_pin = -1;
    uint64_t hang_cycles = 0;  // 0: never

private:
    void record_taps();
    void probe_paths();
    int verdict();
    void dump(uint64_t half);
    std::string describe_hang();

    const P2vitModelOps* ops_;
    uint8_t* pins_;
    void* model_;
    uint64_t cycle_ = 0;
    uint64_t last_activity_ = 0;
    Noise noise_{1};
    int reason_ = RUNNING;
    std::string hang_;
    std::string trace_path_;
    uint64_t trace_from_ = 0, trace_to_ = 0;
    bool tracing_ = false;
};

}  // namespace p2vit
