// SPDX-License-Identifier: Apache-2.0
#include "axi_rules.h"

namespace p2vit {

namespace {
constexpr uint64_t PAGE = 4096;
constexpr uint64_t INCR = 1, EXOKAY = 1;

std::string hex(uint64_t v) {
    char text[24];
    snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(v));
    return text;
}
}  // namespace

void ChannelRules::sample(uint64_t cycle, bool in_reset, bool quiet, const Report& report) {
    const std::string name = name_;
    if (quiet && valid()) report(cycle, "RESET_QUIET: " + name + "valid is high in reset, or in the first cycle after it");
    if (pending_ && !in_reset && !valid()) report(cycle, "VALID_HELD: " + name + "valid fell before " + name + "ready");
    for (auto& p : parts_) {
        if (pending_ && !in_reset && valid() && std::memcmp(p.pin.bytes(), p.held.data(), p.bytes) != 0)
            report(cycle, "PAYLOAD_HELD: " + name + " payload changed while waiting for " + name + "ready");
        std::memcpy(p.held.data(), p.pin.bytes(), p.bytes);
    }
    pending_ = !in_reset && valid() && !(ready_.get() & 1);
}

std::string ChannelRules::waiting() const {
    const std::string name = name_;
    return valid() && !(ready_.get() & 1) ? " " + name + "valid high, " + name + "ready low;" : "";
}

AxiRules::AxiRules(uint8_t* pins, const AxiPins& p, uint32_t data_bytes, Report report)
    : width_(data_bytes), report_(std::move(report)), reset_(PinRef(pins, p.aresetn)),
      read_{"ar", PinRef(pins, p.araddr), PinRef(pins, p.arlen), PinRef(pins, p.arsize), PinRef(pins, p.arburst),
            PinRef(pins, p.arlock), PinRef(pins, p.arcache)},
      write_{"aw", PinRef(pins, p.awaddr), PinRef(pins, p.awlen), PinRef(pins, p.awsize), PinRef(pins, p.awburst),
             PinRef(pins, p.awlock), PinRef(pins, p.awcache)},
      ar_("ar", PinRef(pins, p.arvalid), PinRef(pins, p.arready)), r_("r", PinRef(pins, p.rvalid), PinRef(pins, p.rready)),
      aw_("aw", PinRef(pins, p.awvalid), PinRef(pins, p.awready)), w_("w", PinRef(pins, p.wvalid), PinRef(pins, p.wready)),
      b_("b", PinRef(pins, p.bvalid), PinRef(pins, p.bready)),
      rresp_(pins, p.rresp), rlast_(pins, p.rlast), wlast_(pins, p.wlast), bresp_(pins, p.bresp) {
    for (int64_t pin : {p.arid, p.araddr, p.arlen, p.arsize, p.arburst, p.arlock, p.arcache, p.arprot, p.arqos})
        ar_.payload(PinRef(pins, pin), 8);
    for (int64_t pin : {p.awid, p.awaddr, p.awlen, p.awsize, p.awburst, p.awlock, p.awcache, p.awprot, p.awqos})
        aw_.payload(PinRef(pins, pin), 8);
    w_.payload(PinRef(pins, p.wdata), width_);
    w_.payload(PinRef(pins, p.wstrb), (width_ + 7) / 8);
    w_.payload(wlast_, 1);
    r_.payload(PinRef(pins, p.rdata), width_);
    for (const PinRef& pin : {rresp_, rlast_, PinRef(pins, p.rid)}) r_.payload(pin, 1);
    for (const PinRef& pin : {bresp_, PinRef(pins, p.bid)}) b_.payload(pin, 1);
}

void AxiRules::forget() {
    reads_.clear();
    writes_.clear();
    read_beat_ = write_beat_ = 0;
    written_early_ = false;
    unanswered_ = 0;
}

void AxiRules::sample(uint64_t cycle) {
    reset_.sample();
    for (auto* channel : {&ar_, &aw_, &w_}) channel->sample(cycle, reset_.in_reset(), reset_.quiet(), report_);
    // A slave may still answer a master that was reset alone.
    for (auto* channel : {&r_, &b_}) channel->sample(cycle, reset_.in_reset(), false, report_);
    follow_reads(cycle);
    follow_writes(cycle);
}

void AxiRules::judge(uint64_t cycle, const Address& a) {
    const std::string who = a.name;
    const uint64_t from = a.addr.get(), bytes = uint64_t(a.beats()) * width_;
    if (a.burst.present() && a.burst.get() != INCR)
        broken(cycle, "BURST_TYPE", who + "burst is " + std::to_string(a.burst.get()) + ", not INCR");
    if (a.size.present() && (1ull << a.size.get()) != width_)
        broken(cycle, "BEAT_SIZE", who + "size is " + std::to_string(1ull << a.size.get()) + " bytes, not the bus width " +
                                       std::to_string(width_));
    if (a.beats() > most_beats_)
        broken(cycle, "BURST_LENGTH", who + "len asks for " + std::to_string(a.beats()) + " beats, more than " +
                                          std::to_string(most_beats_));
    if (from % width_)
        broken(cycle, "ALIGNMENT", who + "addr " + hex(from) + " is not aligned to the bus width " + std::to_string(width_));
    if (from / PAGE != (from + bytes - 1) / PAGE)
        broken(cycle, "PAGE", who + " burst " + hex(from) + " + " + std::to_string(bytes) + " bytes crosses a 4 KiB boundary");
    if (a.lock.get() & 1) broken(cycle, "EXCLUSIVE", who + "lock asks for an exclusive access");
    const uint64_t cache = a.cache.get();
    if (!(cache & 2) && cache >> 2) broken(cycle, "CACHE_CODE", who + "cache is " + hex(cache) + ", which is reserved");
}

void AxiRules::judge_response(uint64_t cycle, const char* channel, const PinRef& resp) {
    if (resp.get() == EXOKAY) broken(cycle, "RESPONSE_CODE", std::string(channel) + "resp is EXOKAY to no exclusive access");
}

void AxiRules::follow_reads(uint64_t cycle) {
    if (r_.valid()) {
        if (reads_.empty()) {
            broken(cycle, "READ_ASKED", "rvalid without an accepted address");
        } else if (r_.fired()) {
            const bool last = ++read_beat_ == reads_.front();
            judge_response(cycle, "r", rresp_);
            if (rlast_.present() && (rlast_.get() & 1) != last)
                broken(cycle, "READ_LAST", std::string("rlast is ") + (last ? "low in the last" : "high in a middle") + " beat (" +
                                               std::to_string(read_beat_) + " of " + std::to_string(reads_.front()) + ")");
            if (last) {
                reads_.pop_front();
                read_beat_ = 0;
            }
        }
    }
    if (ar_.fired()) {
        judge(cycle, read_);
        reads_.push_back(read_.beats());
    }
}

void AxiRules::follow_writes(uint64_t cycle) {
    if (b_.valid()) {
        if (!unanswered_) {
            broken(cycle, "WRITE_ASKED", "bvalid without a write that has its address and all data");
        } else if (b_.fired()) {
            judge_response(cycle, "b", bresp_);
            unanswered_--;
        }
    }
    // Data belong to the oldest address that lacks some, or to one that is on offer.
    const bool offered = aw_.valid() && !written_early_;
    const uint32_t beats = !writes_.empty() ? writes_.front() : offered ? write_.beats() : 0;
    if (w_.valid() && !beats && !reset_.in_reset()) broken(cycle, "WRITE_BEATS", "wvalid for more beats than addresses have asked for");
    if (w_.fired() && beats) {
        const bool last = ++write_beat_ == beats;
        if (wlast_.present() && (wlast_.get() & 1) != last)
            broken(cycle, "WRITE_LAST", std::string("wlast is ") + (last ? "low in the last" : "high in a middle") + " beat (" +
                                            std::to_string(write_beat_) + " of " + std::to_string(beats) + ")");
        if (last) {
            write_beat_ = 0;
            if (writes_.empty()) {
                written_early_ = true;
            } else {
                writes_.pop_front();
                unanswered_++;
            }
        }
    }
    if (aw_.fired()) {
        judge(cycle, write_);
        if (written_early_) {
            written_early_ = false;
            unanswered_++;
        } else {
            writes_.push_back(write_.beats());
        }
    }
}

AxiLiteRules::AxiLiteRules(uint8_t* pins, const AxiLitePins& p, Report report)
    : report_(std::move(report)), reset_(PinRef(pins, p.aresetn)),
      aw_("aw", PinRef(pins, p.awvalid), PinRef(pins, p.awready)), w_("w", PinRef(pins, p.wvalid), PinRef(pins, p.wready)),
      b_("b", PinRef(pins, p.bvalid), PinRef(pins, p.bready)), ar_("ar", PinRef(pins, p.arvalid), PinRef(pins, p.arready)),
      r_("r", PinRef(pins, p.rvalid), PinRef(pins, p.rready)), bresp_(pins, p.bresp), rresp_(pins, p.rresp) {
    const auto add = [pins](ChannelRules& channel, std::initializer_list<int64_t> payload) {
        for (int64_t pin : payload) channel.payload(PinRef(pins, pin), sizeof(uint32_t));
    };
    add(aw_, {p.awaddr});
    add(w_, {p.wdata, p.wstrb});
    add(ar_, {p.araddr});
    add(b_, {p.bresp});
    add(r_, {p.rdata, p.rresp});
}

void AxiLiteRules::sample(uint64_t cycle) {
    reset_.sample();
    for (auto* channel : {&aw_, &w_, &b_, &ar_, &r_}) channel->sample(cycle, reset_.in_reset(), reset_.quiet(), report_);
    if (reset_.in_reset()) {
        addresses_ = data_ = reads_ = 0;
        return;
    }
    if (b_.valid() && (!addresses_ || !data_)) broken(cycle, "WRITE_ASKED", "bvalid without an accepted write");
    if (r_.valid() && !reads_) broken(cycle, "READ_ASKED", "rvalid without an accepted read");
    for (const auto* resp : {&bresp_, &rresp_})
        if ((resp == &bresp_ ? b_ : r_).fired() && resp->get() == EXOKAY)
            broken(cycle, "RESPONSE_CODE", std::string(resp == &bresp_ ? "b" : "r") + "resp is EXOKAY, which AXI4-Lite has not");
    if (b_.fired() && addresses_ && data_) {
        addresses_--;
        data_--;
    }
    if (r_.fired() && reads_) reads_--;
    addresses_ += aw_.fired();
    data_ += w_.fired();
    reads_ += ar_.fired();
}

}  // namespace p2vit
