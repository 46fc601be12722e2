// SPDX-License-Identifier: Apache-2.0
// AXI4 slave over host memory with latency, limited outstanding bursts and seeded stalls of every channel; AxiRules watches its master.
// Channels can fall silent, answers can be errors. While the master is in reset its promises do not hold, but what it asked for before
// is still answered. What an error answers, and what stands on the pins of an answer that is not there, is random.
#pragma once
#include <deque>
#include <vector>

#include "axi_rules.h"

namespace p2vit {

// Fields in the order of the plan that AxiMemory.java makes, and of its version.
struct AxiMemoryPlan {
    static constexpr int64_t VERSION = 2;
    int64_t dram, base, size, data_bytes;
    int64_t latency, outstanding, seed;
    int64_t stall_ar, stall_r, stall_aw, stall_w, stall_b;  // percent of cycles in which a pause begins
    int64_t longest_pause;                                  // cycles
    int64_t error_from, error_to;                           // bursts that touch [from, to) answer SLVERR
    AxiPins pins;
};

// Bits of a set of channels, in the order of AxiMemory.Channel.
enum Channel { AR = 1, R = 2, AW = 4, W = 8, B = 16 };

// Response codes of AXI.
enum Response { OKAY = 0, SLVERR = 2, DECERR = 3 };

// Addresses [from, to).
struct AddressRange {
    uint64_t from, to;
    bool holds(uint64_t at, uint64_t bytes) const { return at >= from && at <= to && bytes <= to - at; }
    bool touches(uint64_t at, uint64_t bytes) const { return at < to && at + bytes > from; }
};

class AxiMemory : public Bus {
public:
    AxiMemory(const std::string& name, uint8_t* pins, const AxiMemoryPlan& plan);
    void drive(uint64_t cycle) override;
    bool sample(uint64_t cycle) override;
    std::string waiting() const override;

    // These channels do nothing more; a beat or response that is offered already stays.
    void silence(int channels) { silent_ = channels; }
    // From now on bursts that touch [from, to) answer SLVERR, in place of those of the plan.
    void spoil(uint64_t from, uint64_t to) { spoilt_ = {from, to}; }
    // The next so many read beats (R) or write responses (B) carry this response.
    void answer(Channel channel, int response, uint64_t count) { troubles_[channel == B] = {response, count}; }
    uint64_t unanswered(Channel channel) const { return troubles_[channel == B].left; }
    // Bursts outside the memory answer DECERR and break no rule.
    void decode(bool on) { decodes_ = on; }
    void limit_bursts(uint32_t beats) { rules_.limit_bursts(beats); }
    // From now on reads and writes belong in these ranges; the first burst of each kind that is elsewhere is told by strays().
    void watch(std::vector<AddressRange> reads, std::vector<AddressRange> writes);
    const std::string& strays() const { return strays_; }
    // Begins its random numbers anew.
    void reseed(uint64_t seed);
    // Forgets every burst, as a memory that is reset with its master.
    void forget();
    // Write bursts that still lack beats.
    size_t unfinished_writes() const { return writes_.size(); }
    size_t open() const { return reads_.size() + writes_.size() + responses_.size(); }

private:
    bool speaks(Channel channel) const { return !(silent_ & channel); }
    struct Burst {
        uint64_t addr;
        uint32_t beats, done;
        uint64_t id, due;
        bool inside;
        int answer;
        std::vector<uint8_t> data, strobes;  // writes, until the response commits them
    };
    struct Trouble {
        int response = OKAY;
        uint64_t left = 0;
    };
    struct Watch {
        std::vector<AddressRange> ranges;
        bool on = false;
    };
    Burst accept(const char* channel, uint64_t cycle, const PinRef& id, const PinRef& addr, const PinRef& len, Watch& watch);
    int response_to(const Burst& b, Channel channel);
    void present_read(uint64_t cycle);
    void present_response(uint64_t cycle);
    void take_write(uint64_t cycle);
    void append(Burst& b, const uint8_t* data, uint64_t strobes);
    void end_write(uint64_t cycle);
    void commit(const Burst& b, int response);
    uint8_t* dram(uint64_t addr) { return memory_ + (addr - base_); }

    const AxiMemoryPlan plan_;
    uint8_t* const memory_;
    const uint64_t base_;
    const uint32_t width_;  // bytes per beat
    AxiRules rules_;
    std::vector<Stalls> stalls_;  // AR, R, AW, W, B
    Noise noise_;
    PinRef arid_, araddr_, arlen_, arready_;
    PinRef rid_, rdata_, rresp_, rlast_, rready_;
    PinRef awid_, awaddr_, awlen_, awready_;
    PinRef wdata_, wstrb_, wready_;
    PinRef bid_, bresp_, bready_;
    Offer r_, b_;
    int silent_ = 0;
    bool decodes_ = false;
    AddressRange spoilt_;
    Trouble troubles_[2];
    Watch watched_reads_, watched_writes_;
    std::string strays_;
    std::deque<Burst> reads_, writes_, responses_;
    Burst early_;  // data that came before their address
};

}  // namespace p2vit
