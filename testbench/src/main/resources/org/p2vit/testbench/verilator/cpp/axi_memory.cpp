// SPDX-License-Identifier: Apache-2.0
#include "axi_memory.h"

#include <algorithm>

namespace p2vit {

namespace {
std::string hex(uint64_t v) {
    char text[24];
    snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(v));
    return text;
}

std::string place(const char* channel, uint64_t from, uint64_t bytes) {
    return std::string(channel) + " burst " + hex(from) + " + " + std::to_string(bytes) + " bytes";
}
}  // namespace

AxiMemory::AxiMemory(const std::string& name, uint8_t* pins, const AxiMemoryPlan& p)
    : Bus(name), plan_(p), memory_(reinterpret_cast<uint8_t*>(p.dram)), base_(p.base), width_(p.data_bytes),
      rules_(pins, p.pins, width_, [this](uint64_t cycle, const std::string& what) { fail(cycle, what); }), noise_(0),
      arid_(pins, p.pins.arid), araddr_(pins, p.pins.araddr), arlen_(pins, p.pins.arlen), arready_(pins, p.pins.arready),
      rid_(pins, p.pins.rid), rdata_(pins, p.pins.rdata), rresp_(pins, p.pins.rresp), rlast_(pins, p.pins.rlast),
      rready_(pins, p.pins.rready),
      awid_(pins, p.pins.awid), awaddr_(pins, p.pins.awaddr), awlen_(pins, p.pins.awlen), awready_(pins, p.pins.awready),
      wdata_(pins, p.pins.wdata), wstrb_(pins, p.pins.wstrb), wready_(pins, p.pins.wready),
      bid_(pins, p.pins.bid), bresp_(pins, p.pins.bresp), bready_(pins, p.pins.bready),
      r_(PinRef(pins, p.pins.rvalid)), b_(PinRef(pins, p.pins.bvalid)),
      spoilt_{static_cast<uint64_t>(p.error_from), static_cast<uint64_t>(p.error_to)}, early_{} {
    reseed(p.seed);
    for (int64_t pin : {p.pins.arready, p.pins.awready, p.pins.wready, p.pins.rvalid, p.pins.rlast, p.pins.bvalid})
        paths_.input(PinRef(pins, pin), 1);
    for (int64_t pin : {p.pins.rresp, p.pins.bresp}) paths_.input(PinRef(pins, pin), 2);
    paths_.input(rdata_, 8 * width_);
    paths_.output("arvalid", PinRef(pins, p.pins.arvalid));
    paths_.output("awvalid", PinRef(pins, p.pins.awvalid));
    paths_.output("wvalid", PinRef(pins, p.pins.wvalid));
    paths_.output("rready", rready_);
    paths_.output("bready", bready_);
}

void AxiMemory::reseed(uint64_t seed) {
    const int64_t percents[] = {plan_.stall_ar, plan_.stall_r, plan_.stall_aw, plan_.stall_w, plan_.stall_b};
    stalls_.clear();
    for (uint64_t i = 0; i < 5; i++) stalls_.emplace_back(5 * seed + i, percents[i], plan_.longest_pause);
    noise_ = Noise(seed);
}

void AxiMemory::watch(std::vector<AddressRange> reads, std::vector<AddressRange> writes) {
    watched_reads_ = {std::move(reads), true};
    watched_writes_ = {std::move(writes), true};
    strays_.clear();
}

void AxiMemory::drive(uint64_t cycle) {
    const size_t room = static_cast<size_t>(plan_.outstanding);
    arready_.set(speaks(AR) && reads_.size() < room && !stalls_[0].pause());
    awready_.set(speaks(AW) && writes_.size() + responses_.size() < room && !stalls_[2].pause());
    // Data may come before their address, of one burst; not in reset, when there will be no address.
    const bool early = early_.done < 256 && !rules_.reset().low();
    wready_.set(speaks(W) && (!writes_.empty() || early) && !stalls_[3].pause());
    r_.retire();
    b_.retire();
    present_read(cycle);
    present_response(cycle);
    if (!r_.high()) {
        noise_.fill(rdata_, 8 * width_);
        noise_.fill(rresp_, 2);
        noise_.fill(rlast_, 1);
    }
    if (!b_.high()) noise_.fill(bresp_, 2);
}

int AxiMemory::response_to(const Burst& b, Channel channel) {
    Trouble& trouble = troubles_[channel == B];
    if (b.answer != OKAY || !trouble.left) return b.answer;
    trouble.left--;
    return trouble.response;
}

void AxiMemory::present_read(uint64_t cycle) {
    if (!speaks(R) || r_.high() || reads_.empty() || reads_.front().due > cycle || stalls_[1].pause()) return;
    const Burst& b = reads_.front();
    const int response = response_to(b, R);
    if (response == OKAY && b.inside) {
        std::memcpy(rdata_.bytes(), dram(b.addr + uint64_t(b.done) * width_), width_);
    } else {
        noise_.fill(rdata_, 8 * width_);
    }
    rid_.set(b.id);
    rresp_.set(response);
    rlast_.set(b.done + 1 == b.beats);
    r_.raise();
}

void AxiMemory::present_response(uint64_t cycle) {
    if (!speaks(B) || b_.high() || responses_.empty() || responses_.front().due > cycle || stalls_[4].pause()) return;
    const Burst& b = responses_.front();
    const int response = response_to(b, B);
    // The write becomes visible only now: a master that reads its own data back before the response sees the old.
    commit(b, response);
    bid_.set(b.id);
    bresp_.set(response);
    b_.raise();
}

void AxiMemory::forget() {
    r_.withdraw();
    b_.withdraw();
    reads_.clear();
    writes_.clear();
    responses_.clear();
    early_ = {};
    rules_.forget();
}

bool AxiMemory::sample(uint64_t cycle) {
    rules_.sample(cycle);
    bool activity = false;
    if (r_.take(rready_)) {
        activity = true;
        if (++reads_.front().done == reads_.front().beats) reads_.pop_front();
    }
    if (b_.take(bready_)) {
        activity = true;
        responses_.pop_front();
    }
    if (rules_.w().fired()) {
        activity = true;
        take_write(cycle);
    }
    if (rules_.ar().fired()) {
        activity = true;
        reads_.push_back(accept("ar", cycle, arid_, araddr_, arlen_, watched_reads_));
    }
    if (rules_.aw().fired()) {
        activity = true;
        writes_.push_back(accept("aw", cycle, awid_, awaddr_, awlen_, watched_writes_));
        Burst& b = writes_.back();
        if (writes_.size() == 1) {
            b.done = early_.done;
            b.data = std::move(early_.data);
            b.strobes = std::move(early_.strobes);
            early_ = {};
            if (b.done >= b.beats) end_write(cycle);
        }
    }
    return activity;
}

AxiMemory::Burst AxiMemory::accept(const char* channel, uint64_t cycle, const PinRef& id, const PinRef& addr,
                                   const PinRef& len, Watch& watch) {
    const uint64_t from = addr.get(), beats = len.get() + 1, bytes = beats * width_;
    const uint64_t size = plan_.size;
    const bool inside = from >= base_ && bytes <= size && from - base_ <= size - bytes;
    if (!inside && !decodes_)
        fail(cycle, "MEMORY_RANGE: " + place(channel, from, bytes) + " is outside memory [" + hex(base_) + ", " +
                        hex(base_ + size) + ")");
    const bool expected = std::any_of(watch.ranges.begin(), watch.ranges.end(),
                                      [=](const AddressRange& range) { return range.holds(from, bytes); });
    if (watch.on && !expected) {
        strays_ += "cycle " + std::to_string(cycle) + ": " + place(channel, from, bytes) + "; ";
        watch.on = false;
    }
    const int answer = !inside ? DECERR : spoilt_.touches(from, bytes) ? SLVERR : OKAY;
    return Burst{from, static_cast<uint32_t>(beats), 0, id.get(), cycle + plan_.latency, inside, answer, {}, {}};
}

void AxiMemory::append(Burst& b, const uint8_t* data, uint64_t strobes) {
    b.data.insert(b.data.end(), data, data + width_);
    for (uint32_t i = 0; i < width_; i++) b.strobes.push_back(strobes >> i & 1);
    b.done++;
}

void AxiMemory::take_write(uint64_t cycle) {
    Burst& b = writes_.empty() ? early_ : writes_.front();
    append(b, wdata_.bytes(), wstrb_.present() ? wstrb_.get() : ~0ull);
    if (!writes_.empty() && b.done == b.beats) end_write(cycle);
}

void AxiMemory::end_write(uint64_t cycle) {
    Burst& b = writes_.front();
    b.due = cycle + std::max<int64_t>(1, plan_.latency);
    responses_.push_back(std::move(b));
    writes_.pop_front();
}

void AxiMemory::commit(const Burst& b, int response) {
    if (!b.inside || response != OKAY) return;
    uint8_t* to = dram(b.addr);
    for (size_t i = 0; i < uint64_t(b.beats) * width_; i++)
        if (b.strobes[i]) to[i] = b.data[i];
}

std::string AxiMemory::waiting() const {
    std::string text = rules_.waiting();
    if (r_.high() && !rready_.get()) text += " rvalid high, rready low;";
    if (b_.high() && !bready_.get()) text += " bvalid high, bready low;";
    return text + " " + std::to_string(reads_.size()) + " reads, " + std::to_string(writes_.size()) +
           " writes waiting for data, " + std::to_string(responses_.size()) + " write responses open";
}

}  // namespace p2vit
