// SPDX-License-Identifier: Apache-2.0
// The rules of AXI4 and AXI4-Lite (AMBA IHI 0022) at one port, as its pins show them: whoever breaks one, master or slave, is reported
// with the rule's name. Both checkers only look. They are part of every bus model and always on.
#pragma once
#include <deque>
#include <functional>
#include <string>

#include "bus.h"

namespace p2vit {

// Reports a broken rule: cycle, then "RULE_NAME: what happened".
using Report = std::function<void(uint64_t, const std::string&)>;

// Offsets of the pins of an AXI4 port, in the order of AxiPins.java; negative when absent.
struct AxiPins {
    int64_t arid, araddr, arlen, arsize, arburst, arlock, arcache, arprot, arqos, arvalid, arready;
    int64_t rid, rdata, rresp, rlast, rvalid, rready;
    int64_t awid, awaddr, awlen, awsize, awburst, awlock, awcache, awprot, awqos, awvalid, awready;
    int64_t wdata, wstrb, wlast, wvalid, wready;
    int64_t bid, bresp, bvalid, bready;
    int64_t aresetn;
};

// One channel: a valid that is high stays, with its payload, until ready; after some cycles of reset it is low.
class ChannelRules {
public:
    ChannelRules(const char* name, PinRef valid, PinRef ready) : name_(name), valid_(valid), ready_(ready) {}
    void payload(PinRef pin, size_t bytes) {
        if (pin.present()) parts_.push_back({pin, bytes, std::vector<uint8_t>(bytes)});
    }
    void sample(uint64_t cycle, bool in_reset, bool quiet, const Report& report);
    bool valid() const { return valid_.get() & 1; }
    bool fired() const { return valid() && (ready_.get() & 1); }
    // Says so when the channel waits for ready.
    std::string waiting() const;

private:
    struct Part {
        PinRef pin;
        size_t bytes;
        std::vector<uint8_t> held;
    };
    const char* name_;
    PinRef valid_, ready_;
    std::vector<Part> parts_;
    bool pending_ = false;
};

// Follows aresetn. Registers behind a synchronous reset are quiet from its second cycle on.
class ResetWatch {
public:
    explicit ResetWatch(PinRef aresetn) : aresetn_(aresetn) {}
    void sample() {
        before_ = now_;
        now_ = low();
    }
    // The cycle that was sampled last was one of reset.
    bool in_reset() const { return now_; }
    // Now, whatever the last cycle was.
    bool low() const { return aresetn_.present() && !(aresetn_.get() & 1); }
    // Nobody may offer anything: the cycle before was one of reset.
    bool quiet() const { return before_; }

private:
    PinRef aresetn_;
    bool before_ = false, now_ = false;
};

class AxiRules {
public:
    AxiRules(uint8_t* pins, const AxiPins& plan, uint32_t data_bytes, Report report);
    // No burst is longer from now on.
    void limit_bursts(uint32_t beats) { most_beats_ = beats; }
    void sample(uint64_t cycle);
    // Forgets every burst.
    void forget();
    const ResetWatch& reset() const { return reset_; }
    std::string waiting() const { return ar_.waiting() + aw_.waiting() + w_.waiting(); }
    const ChannelRules& ar() const { return ar_; }
    const ChannelRules& aw() const { return aw_; }
    const ChannelRules& w() const { return w_; }

private:
    struct Address {
        const char* name;
        PinRef addr, len, size, burst, lock, cache;
        uint32_t beats() const { return static_cast<uint32_t>(len.get()) + 1; }
    };
    void judge(uint64_t cycle, const Address& a);
    void judge_response(uint64_t cycle, const char* channel, const PinRef& resp);
    void follow_reads(uint64_t cycle);
    void follow_writes(uint64_t cycle);
    void broken(uint64_t cycle, const char* rule, const std::string& what) { report_(cycle, std::string(rule) + ": " + what); }

    const uint32_t width_;
    uint32_t most_beats_ = 256;
    Report report_;
    ResetWatch reset_;
    Address read_, write_;
    ChannelRules ar_, r_, aw_, w_, b_;
    PinRef rresp_, rlast_, wlast_, bresp_;
    std::deque<uint32_t> reads_, writes_;  // beats of the bursts whose address was taken
    uint32_t read_beat_ = 0, write_beat_ = 0;
    bool written_early_ = false;  // all data of the burst that is being offered came before its address
    uint64_t unanswered_ = 0;     // writes that lack nothing but the response
};

// Offsets of the pins of an AXI4-Lite port, in the order of RegisterPort.java.
struct AxiLitePins {
    int64_t awaddr, awvalid, awready, wdata, wstrb, wvalid, wready, bresp, bvalid, bready;
    int64_t araddr, arvalid, arready, rdata, rresp, rvalid, rready;
    int64_t aresetn;
};

class AxiLiteRules {
public:
    AxiLiteRules(uint8_t* pins, const AxiLitePins& plan, Report report);
    void sample(uint64_t cycle);
    const ResetWatch& reset() const { return reset_; }

private:
    void broken(uint64_t cycle, const char* rule, const std::string& what) { report_(cycle, std::string(rule) + ": " + what); }

    Report report_;
    ResetWatch reset_;
    ChannelRules aw_, w_, b_, ar_, r_;
    PinRef bresp_, rresp_;
    uint64_t addresses_ = 0, data_ = 0, reads_ = 0;  // taken and not answered
};

}  // namespace p2vit
