// SPDX-License-Identifier: Apache-2.0
#include "axi_lite.h"

namespace p2vit {

AxiLite::AxiLite(const std::string& name, uint8_t* pins, const AxiLitePlan& p)
    : Bus(name), stalls_(p.seed), percent_(p.stall),
      awaddr_(pins, p.awaddr), awready_(pins, p.awready), wdata_(pins, p.wdata),
      wstrb_(pins, p.wstrb), wready_(pins, p.wready), bresp_(pins, p.bresp),
      bvalid_(pins, p.bvalid), bready_(pins, p.bready),
      araddr_(pins, p.araddr), arready_(pins, p.arready), rdata_(pins, p.rdata),
      rresp_(pins, p.rresp), rvalid_(pins, p.rvalid), rready_(pins, p.rready),
      aw_(PinRef(pins, p.awvalid)), w_(PinRef(pins, p.wvalid)), ar_(PinRef(pins, p.arvalid)),
      b_("b", bvalid_, bready_), r_("r", rvalid_, rready_) {
    b_.payload(bresp_, 8);
    r_.payload(rdata_, 8);
    r_.payload(rresp_, 8);
}

void AxiLite::begin_write(uint64_t addr, uint64_t data) {
    awaddr_.set(addr);
    wdata_.set(data);
    wstrb_.set(0xf);
    need_aw_ = need_w_ = need_b_ = true;
}

void AxiLite::begin_read(uint64_t addr) {
    araddr_.set(addr);
    need_ar_ = need_r_ = true;
}

void AxiLite::drive(uint64_t) {
    start(need_aw_, aw_);
    start(need_w_, w_);
    start(need_ar_, ar_);
    bready_.set(need_b_ && !stalls_.pause(percent_));
    rready_.set(need_r_ && !stalls_.pause(percent_));
}

bool AxiLite::sample(uint64_t cycle) {
    for (auto* channel : {&b_, &r_}) {
        const std::string broken = channel->check();
        if (!broken.empty()) fail(cycle, broken);
    }
    if (bvalid_.get() && (need_aw_ || need_w_ || !need_b_)) fail(cycle, "bvalid without an accepted write");
    if (rvalid_.get() && (need_ar_ || !need_r_)) fail(cycle, "rvalid without an accepted read");
    bool activity = false;
    const auto done = [&](bool& need, Offer& offer, const PinRef& ready) {
        if (!offer.take(ready)) return;
        need = false;
        activity = true;
    };
    if (b_.fired()) {
        response_ = bresp_.get();
        need_b_ = false;
        activity = true;
    }
    if (r_.fired()) {
        response_ = rresp_.get();
        data_ = rdata_.get();
        need_r_ = false;
        activity = true;
    }
    done(need_aw_, aw_, awready_);
    done(need_w_, w_, wready_);
    done(need_ar_, ar_, arready_);
    return activity;
}

std::string AxiLite::waiting() const {
    std::string text;
    if (need_aw_) text += " awvalid high, awready low;";
    if (need_w_) text += " wvalid high, wready low;";
    if (need_b_ && !need_aw_ && !need_w_) text += " waits for bvalid;";
    if (need_ar_) text += " arvalid high, arready low;";
    if (need_r_ && !need_ar_) text += " waits for rvalid;";
    return text.empty() ? " idle" : text;
}

}  // namespace p2vit
