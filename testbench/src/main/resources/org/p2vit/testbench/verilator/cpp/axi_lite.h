// SPDX-License-Identifier: Apache-2.0
// AXI4-Lite master: one register access at a time, address and data phases started independently.
#pragma once
#include "bus.h"

namespace p2vit {

// Fields in the order of the plan that RegisterPort.java makes, and of its version.
struct AxiLitePlan {
    static constexpr int64_t VERSION = 1;
    int64_t seed, stall;  // percent of cycles in which a phase is not started, or ready is low
    int64_t awaddr, awvalid, awready, wdata, wstrb, wvalid, wready, bresp, bvalid, bready;
    int64_t araddr, arvalid, arready, rdata, rresp, rvalid, rready;
};

class AxiLite : public Bus {
public:
    AxiLite(const std::string& name, uint8_t* pins, const AxiLitePlan& plan);
    void drive(uint64_t cycle) override;
    bool sample(uint64_t cycle) override;
    std::string waiting() const override;

    void begin_write(uint64_t addr, uint64_t data);
    void begin_read(uint64_t addr);
    bool busy() const { return need_aw_ || need_w_ || need_b_ || need_ar_ || need_r_; }
    uint64_t data() const { return data_; }
    uint64_t response() const { return response_; }

private:
    void start(bool needed, Offer& offer) {
        offer.retire();
        if (needed && !offer.high() && !stalls_.pause(percent_)) offer.raise();
    }

    Stalls stalls_;
    const int64_t percent_;
    PinRef awaddr_, awready_, wdata_, wstrb_, wready_, bresp_, bvalid_, bready_;
    PinRef araddr_, arready_, rdata_, rresp_, rvalid_, rready_;
    Offer aw_, w_, ar_;
    StableChannel b_, r_;
    bool need_aw_ = false, need_w_ = false, need_b_ = false, need_ar_ = false, need_r_ = false;
    uint64_t data_ = 0, response_ = 0;
};

}  // namespace p2vit
