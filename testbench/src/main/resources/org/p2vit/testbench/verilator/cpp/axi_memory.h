// SPDX-License-Identifier: Apache-2.0
// AXI4 slave over host memory with latency, limited outstanding bursts, seeded stalls, and checks of the master. Channels can fall
// silent. While the master is in reset its promises do not hold, but what it asked for before is still answered.
#pragma once
#include <deque>
#include <vector>

#include "bus.h"

namespace p2vit {

// Fields in the order of the plan that AxiMemory.java makes, and of its version. Pins are offsets, negative when absent.
struct AxiMemoryPlan {
    static constexpr int64_t VERSION = 1;
    int64_t dram, base, size, data_bytes;
    int64_t latency, outstanding, seed;
    int64_t stall_ar, stall_r, stall_aw, stall_w, stall_b;  // percent
    int64_t error_from, error_to;                           // bursts that touch [from, to) answer SLVERR
    int64_t arid, araddr, arlen, arsize, arburst, arvalid, arready;
    int64_t rid, rdata, rresp, rlast, rvalid, rready;
    int64_t awid, awaddr, awlen, awsize, awburst, awvalid, awready;
    int64_t wdata, wstrb, wlast, wvalid, wready;
    int64_t bid, bresp, bvalid, bready;
    int64_t aresetn;
};

// Bits of a set of channels, in the order of AxiMemory.Channel.
enum Channel { AR = 1, R = 2, AW = 4, W = 8, B = 16 };

class AxiMemory : public Bus {
public:
    AxiMemory(const std::string& name, uint8_t* pins, const AxiMemoryPlan& plan);
    void drive(uint64_t cycle) override;
    bool sample(uint64_t cycle) override;
    std::string waiting() const override;

    // These channels do nothing more; a beat or response that is offered already stays.
    void silence(int channels) { silent_ = channels; }
    // From now on bursts that touch [from, to) answer SLVERR, in place of those of the plan.
    void spoil(uint64_t from, uint64_t to) {
        error_from_ = from;
        error_to_ = to;
    }
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
        bool inside, error;
        std::vector<uint8_t> data, strobes;  // writes, until the response commits them
    };
    Burst accept(const char* channel, uint64_t cycle, const PinRef& id, const PinRef& addr, const PinRef& len,
                 const PinRef& size, const PinRef& burst);
    void present_read(uint64_t cycle);
    void take_write(uint64_t cycle);
    void commit(const Burst& b);
    uint8_t* dram(uint64_t addr) { return memory_ + (addr - base_); }

    const AxiMemoryPlan plan_;
    uint8_t* const memory_;
    const uint64_t base_;
    const uint32_t width_;  // bytes per beat
    Stalls stall_ar_, stall_r_, stall_aw_, stall_w_, stall_b_;
    PinRef arid_, araddr_, arlen_, arsize_, arburst_, arready_;
    PinRef rid_, rdata_, rresp_, rlast_, rready_;
    PinRef awid_, awaddr_, awlen_, awsize_, awburst_, awready_;
    PinRef wdata_, wstrb_, wlast_, wready_;
    PinRef bid_, bresp_, bready_;
    Offer r_, b_;
    StableChannel ar_, aw_, w_;
    PinRef aresetn_;
    int silent_ = 0;
    uint64_t error_from_, error_to_;
    std::deque<Burst> reads_, writes_, responses_;
};

}  // namespace p2vit
