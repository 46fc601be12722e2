// SPDX-License-Identifier: Apache-2.0
#include "axi_lite.h"

#include <algorithm>

namespace p2vit {

namespace {
constexpr int64_t READ = 0x100;
}

AxiLite::AxiLite(const std::string& name, uint8_t* pins, const AxiLitePlan& p)
    : Bus(name), plan_(p), rules_(pins, p.pins, [this](uint64_t cycle, const std::string& what) { fail(cycle, what); }),
      noise_(p.seed),
      aw_{{PinRef(pins, p.pins.awaddr)}, {uint32_t(p.address_bits)}, Offer(PinRef(pins, p.pins.awvalid)), PinRef(pins, p.pins.awready), {}},
      w_{{PinRef(pins, p.pins.wdata), PinRef(pins, p.pins.wstrb)}, {32, 4}, Offer(PinRef(pins, p.pins.wvalid)),
         PinRef(pins, p.pins.wready), {}},
      ar_{{PinRef(pins, p.pins.araddr)}, {uint32_t(p.address_bits)}, Offer(PinRef(pins, p.pins.arvalid)), PinRef(pins, p.pins.arready), {}},
      bresp_(pins, p.pins.bresp), bvalid_(pins, p.pins.bvalid), bready_(pins, p.pins.bready), rdata_(pins, p.pins.rdata),
      rresp_(pins, p.pins.rresp), rvalid_(pins, p.pins.rvalid), rready_(pins, p.pins.rready) {
    const int64_t percents[] = {p.stall_aw, p.stall_w, p.stall_b, p.stall_ar, p.stall_r};
    for (uint64_t i = 0; i < 5; i++) stalls_.emplace_back(5 * p.seed + i, percents[i], p.longest_pause);
    for (int64_t pin : {p.pins.awvalid, p.pins.wvalid, p.pins.arvalid, p.pins.bready, p.pins.rready}) paths_.input(PinRef(pins, pin), 1);
    for (int64_t pin : {p.pins.awaddr, p.pins.araddr}) paths_.input(PinRef(pins, pin), p.address_bits);
    paths_.input(PinRef(pins, p.pins.wdata), 32);
    paths_.input(PinRef(pins, p.pins.wstrb), 4);
    paths_.output("awready", aw_.ready);
    paths_.output("wready", w_.ready);
    paths_.output("arready", ar_.ready);
    paths_.output("bvalid", bvalid_);
    paths_.output("rvalid", rvalid_);
}

void AxiLite::Phase::drive(bool allowed, Stalls& stalls, Noise& noise) {
    offer.retire();
    if (allowed && !queue.empty() && !offer.high() && !stalls.pause()) {
        for (size_t i = 0; i < payload.size(); i++) payload[i].set(queue.front()[i]);
        offer.raise();
    }
    for (size_t i = 0; i < payload.size() && !offer.high(); i++) noise.fill(payload[i], bits[i]);
}

bool AxiLite::Phase::take() {
    if (!offer.take(ready)) return false;
    queue.pop_front();
    return true;
}

void AxiLite::Phase::drop() {
    offer.withdraw();
    queue.clear();
}

void AxiLite::write(uint64_t addr, uint64_t data, uint64_t strobes, bool kept) {
    aw_.queue.push_back({addr});
    w_.queue.push_back({data, strobes});
    responses_due_.push_back(kept);
}

void AxiLite::read(uint64_t addr, bool kept) {
    ar_.queue.push_back({addr});
    results_due_.push_back(kept);
}

void AxiLite::answer(std::deque<bool>& due, int64_t code) {
    responses_[(code & READ) != 0] = static_cast<uint64_t>(code & ~READ);
    answered_++;
    if (due.front()) answers_.push_back(code);
    due.pop_front();
}

void AxiLite::drive(uint64_t) {
    const bool allowed = !rules_.reset().in_reset();
    aw_.drive(allowed, stalls_[0], noise_);
    w_.drive(allowed, stalls_[1], noise_);
    ar_.drive(allowed, stalls_[3], noise_);
    bready_.set(!responses_due_.empty() && !stalls_[2].pause());
    rready_.set(!results_due_.empty() && !stalls_[4].pause());
}

bool AxiLite::sample(uint64_t cycle) {
    rules_.sample(cycle);
    if (rules_.reset().in_reset()) {
        for (auto* phase : {&aw_, &w_, &ar_}) phase->drop();
        responses_due_.clear();
        results_due_.clear();
        return false;
    }
    bool activity = false;
    if ((bvalid_.get() & 1) && (bready_.get() & 1) && !responses_due_.empty()) {
        answer(responses_due_, static_cast<int64_t>(bresp_.get()));
        activity = true;
    }
    if ((rvalid_.get() & 1) && (rready_.get() & 1) && !results_due_.empty()) {
        data_ = rdata_.get();
        answer(results_due_, static_cast<int64_t>(READ | rresp_.get()));
        activity = true;
    }
    for (auto* phase : {&aw_, &w_, &ar_}) activity |= phase->take();
    return activity;
}

std::string AxiLite::waiting() const {
    std::string text;
    if (rules_.reset().in_reset()) text += " aresetn is low;";
    if (!aw_.queue.empty()) text += " awvalid high, awready low;";
    if (!w_.queue.empty()) text += " wvalid high, wready low;";
    if (responses_due_.size() > std::max(aw_.queue.size(), w_.queue.size())) text += " waits for bvalid;";
    if (!ar_.queue.empty()) text += " arvalid high, arready low;";
    if (results_due_.size() > ar_.queue.size()) text += " waits for rvalid;";
    return text.empty() ? " idle" : text;
}

}  // namespace p2vit
