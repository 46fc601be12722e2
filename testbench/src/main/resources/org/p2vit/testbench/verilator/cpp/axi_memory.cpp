// SPDX-License-Identifier: Apache-2.0
#include "axi_memory.h"

#include <algorithm>

namespace p2vit {

namespace {
constexpr uint64_t PAGE = 4096;
constexpr uint64_t OKAY = 0, SLVERR = 2, INCR = 1;

std::string hex(uint64_t v) {
    char text[24];
    snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(v));
    return text;
}
}  // namespace

AxiMemory::AxiMemory(const std::string& name, uint8_t* pins, const AxiMemoryPlan& p)
    : Bus(name), plan_(p), memory_(reinterpret_cast<uint8_t*>(p.dram)), base_(p.base), width_(p.data_bytes),
      stall_ar_(5 * p.seed), stall_r_(5 * p.seed + 1), stall_aw_(5 * p.seed + 2), stall_w_(5 * p.seed + 3),
      stall_b_(5 * p.seed + 4),
      arid_(pins, p.arid), araddr_(pins, p.araddr), arlen_(pins, p.arlen), arsize_(pins, p.arsize),
      arburst_(pins, p.arburst), arready_(pins, p.arready),
      rid_(pins, p.rid), rdata_(pins, p.rdata), rresp_(pins, p.rresp), rlast_(pins, p.rlast), rready_(pins, p.rready),
      awid_(pins, p.awid), awaddr_(pins, p.awaddr), awlen_(pins, p.awlen), awsize_(pins, p.awsize),
      awburst_(pins, p.awburst), awready_(pins, p.awready),
      wdata_(pins, p.wdata), wstrb_(pins, p.wstrb), wlast_(pins, p.wlast), wready_(pins, p.wready),
      bid_(pins, p.bid), bresp_(pins, p.bresp), bready_(pins, p.bready),
      r_(PinRef(pins, p.rvalid)), b_(PinRef(pins, p.bvalid)),
      ar_("ar", PinRef(pins, p.arvalid), arready_), aw_("aw", PinRef(pins, p.awvalid), awready_),
      w_("w", PinRef(pins, p.wvalid), wready_), aresetn_(pins, p.aresetn), error_from_(p.error_from), error_to_(p.error_to) {
    for (auto* pin : {&arid_, &araddr_, &arlen_, &arsize_, &arburst_}) ar_.payload(*pin, 8);
    for (auto* pin : {&awid_, &awaddr_, &awlen_, &awsize_, &awburst_}) aw_.payload(*pin, 8);
    w_.payload(wdata_, width_);
    w_.payload(wstrb_, 8);
    w_.payload(wlast_, 8);
}

void AxiMemory::drive(uint64_t cycle) {
    const size_t room = static_cast<size_t>(plan_.outstanding);
    arready_.set(speaks(AR) && reads_.size() < room && !stall_ar_.pause(plan_.stall_ar));
    awready_.set(speaks(AW) && writes_.size() + responses_.size() < room && !stall_aw_.pause(plan_.stall_aw));
    wready_.set(speaks(W) && !writes_.empty() && !stall_w_.pause(plan_.stall_w));
    r_.retire();
    b_.retire();
    present_read(cycle);
    if (speaks(B) && !b_.high() && !responses_.empty() && responses_.front().due <= cycle && !stall_b_.pause(plan_.stall_b)) {
        // The write becomes visible only now: a master that reads its own data back before the response sees the old.
        commit(responses_.front());
        bid_.set(responses_.front().id);
        bresp_.set(responses_.front().error ? SLVERR : OKAY);
        b_.raise();
    }
}

void AxiMemory::present_read(uint64_t cycle) {
    if (!speaks(R) || r_.high() || reads_.empty() || reads_.front().due > cycle || stall_r_.pause(plan_.stall_r)) return;
    const Burst& b = reads_.front();
    if (b.inside) std::memcpy(rdata_.bytes(), dram(b.addr + uint64_t(b.done) * width_), width_);
    rid_.set(b.id);
    rresp_.set(b.error ? SLVERR : OKAY);
    rlast_.set(b.done + 1 == b.beats);
    r_.raise();
}

void AxiMemory::forget() {
    r_.withdraw();
    b_.withdraw();
    reads_.clear();
    writes_.clear();
    responses_.clear();
}

bool AxiMemory::sample(uint64_t cycle) {
    const bool in_reset = aresetn_.present() && !(aresetn_.get() & 1);
    for (auto* channel : {&ar_, &aw_, &w_}) {
        const std::string broken = channel->check();
        if (in_reset) {
            channel->forget();
        } else if (!broken.empty()) {
            fail(cycle, broken);
        }
    }
    bool activity = false;
    if (r_.take(rready_)) {
        activity = true;
        if (++reads_.front().done == reads_.front().beats) reads_.pop_front();
    }
    if (b_.take(bready_)) {
        activity = true;
        responses_.pop_front();
    }
    if (w_.fired()) {
        activity = true;
        take_write(cycle);
    }
    if (ar_.fired()) {
        activity = true;
        reads_.push_back(accept("ar", cycle, arid_, araddr_, arlen_, arsize_, arburst_));
    }
    if (aw_.fired()) {
        activity = true;
        writes_.push_back(accept("aw", cycle, awid_, awaddr_, awlen_, awsize_, awburst_));
    }
    return activity;
}

AxiMemory::Burst AxiMemory::accept(const char* channel, uint64_t cycle, const PinRef& id, const PinRef& addr,
                                   const PinRef& len, const PinRef& size, const PinRef& burst) {
    const std::string who = channel;
    const uint64_t from = addr.get(), beats = len.get() + 1, bytes = beats * width_;
    if (burst.present() && burst.get() != INCR) fail(cycle, who + "burst is " + std::to_string(burst.get()) + ", not INCR");
    if (size.present() && (1ull << size.get()) != width_)
        fail(cycle, who + "size is " + std::to_string(1ull << size.get()) + " bytes, not the bus width " + std::to_string(width_));
    if (beats > 256) fail(cycle, who + "len asks for " + std::to_string(beats) + " beats, more than 256");
    if (from % width_) fail(cycle, who + "addr " + hex(from) + " is not aligned to the bus width " + std::to_string(width_));
    if (from / PAGE != (from + bytes - 1) / PAGE)
        fail(cycle, who + " burst " + hex(from) + " + " + std::to_string(bytes) + " bytes crosses a 4 KiB boundary");
    const uint64_t size_of_memory = plan_.size;
    const bool inside = from >= base_ && bytes <= size_of_memory && from - base_ <= size_of_memory - bytes;
    if (!inside)
        fail(cycle, who + " burst " + hex(from) + " + " + std::to_string(bytes) + " bytes is outside memory [" + hex(base_) +
                        ", " + hex(base_ + size_of_memory) + ")");
    const bool error = from < error_to_ && from + bytes > error_from_;
    return Burst{from, static_cast<uint32_t>(beats), 0, id.get(), cycle + plan_.latency, inside, error, {}, {}};
}

void AxiMemory::take_write(uint64_t cycle) {
    Burst& b = writes_.front();
    b.data.insert(b.data.end(), wdata_.bytes(), wdata_.bytes() + width_);
    const uint64_t strobes = wstrb_.present() ? wstrb_.get() : ~0ull;
    for (uint32_t i = 0; i < width_; i++) b.strobes.push_back(strobes >> i & 1);
    const bool last = ++b.done == b.beats;
    if (wlast_.present() && (wlast_.get() & 1) != last)
        fail(cycle, std::string("wlast is ") + (last ? "low in the last" : "high in a middle") + " beat (" +
                        std::to_string(b.done) + " of " + std::to_string(b.beats) + ")");
    if (!last) return;
    b.due = cycle + std::max<int64_t>(1, plan_.latency);
    responses_.push_back(std::move(b));
    writes_.pop_front();
}

void AxiMemory::commit(const Burst& b) {
    if (!b.inside || b.error) return;
    uint8_t* to = dram(b.addr);
    for (size_t i = 0; i < b.data.size(); i++)
        if (b.strobes[i]) to[i] = b.data[i];
}

std::string AxiMemory::waiting() const {
    std::string text = ar_.waiting() + aw_.waiting() + w_.waiting();
    if (r_.high() && !rready_.get()) text += " rvalid high, rready low;";
    if (b_.high() && !bready_.get()) text += " bvalid high, bready low;";
    return text + " " + std::to_string(reads_.size()) + " reads, " + std::to_string(writes_.size()) +
           " writes waiting for data, " + std::to_string(responses_.size()) + " write responses open";
}

}  // namespace p2vit
