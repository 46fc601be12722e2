// SPDX-License-Identifier: Apache-2.0
// AXI4-Lite master: accesses are queued, and each of their phases goes as soon as its channel is free, so that addresses and data of
// writes come in any order to each other, and writes and reads overlap. AxiLiteRules watches the slave. What stands on the pins of a phase
// that is not offered is random.
#pragma once
#include <deque>
#include <vector>

#include "axi_rules.h"

namespace p2vit {

// Fields in the order of the plan that RegisterPort.java makes, and of its version.
struct AxiLitePlan {
    static constexpr int64_t VERSION = 2;
    int64_t address_bits, seed;
    int64_t stall_aw, stall_w, stall_b, stall_ar, stall_r;  // percent of cycles in which a pause begins
    int64_t longest_pause;                                  // cycles
    AxiLitePins pins;
};

class AxiLite : public Bus {
public:
    AxiLite(const std::string& name, uint8_t* pins, const AxiLitePlan& plan);
    void drive(uint64_t cycle) override;
    bool sample(uint64_t cycle) override;
    std::string waiting() const override;

    // kept: the answer is one of answers().
    void write(uint64_t addr, uint64_t data, uint64_t strobes, bool kept);
    void read(uint64_t addr, bool kept);
    bool busy() const { return !responses_due_.empty() || !results_due_.empty(); }
    // Of the last answered read, and the code of the last answered access of a kind.
    uint64_t data() const { return data_; }
    uint64_t response(bool read) const { return responses_[read]; }
    uint64_t answered() const { return answered_; }
    // The response code in bits 1:0, bit 8 of a read.
    const std::vector<int64_t>& answers() const { return answers_; }
    void clear_answers() { answers_.clear(); }

private:
    // A phase that the master drives: queued values, the first of which is offered when its channel does not pause.
    struct Phase {
        std::vector<PinRef> payload;
        std::vector<uint32_t> bits;
        Offer offer;
        PinRef ready;
        std::deque<std::vector<uint64_t>> queue;
        void drive(bool allowed, Stalls& stalls, Noise& noise);
        bool take();
        void drop();
    };

    const AxiLitePlan plan_;
    AxiLiteRules rules_;
    std::vector<Stalls> stalls_;  // AW, W, B, AR, R
    Noise noise_;
    Phase aw_, w_, ar_;
    PinRef bresp_, bvalid_, bready_, rdata_, rresp_, rvalid_, rready_;
    void answer(std::deque<bool>& due, int64_t code);
    std::deque<bool> responses_due_, results_due_;  // whether the answer is kept
    std::vector<int64_t> answers_;
    uint64_t data_ = 0, responses_[2] = {}, answered_ = 0;
};

}  // namespace p2vit
