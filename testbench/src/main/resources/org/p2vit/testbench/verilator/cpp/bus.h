// SPDX-License-Identifier: Apache-2.0
// A bus-functional model that runs inside the cycle loop, and how it reaches its pins.
#pragma once
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace p2vit {

// Offset of a pin in the pin block; an optional pin that the port does not have is negative, reads as 0, ignores writes.
class PinRef {
public:
    PinRef(uint8_t* pins, int64_t offset) : at_(offset < 0 ? nullptr : pins + offset) {}
    bool present() const { return at_ != nullptr; }
    uint64_t get() const {
        uint64_t v = 0;
        if (at_) std::memcpy(&v, at_, sizeof v);
        return v;
    }
    void set(uint64_t v) {
        if (at_) std::memcpy(at_, &v, sizeof v);
    }
    const uint8_t* bytes() const { return at_; }
    uint8_t* bytes() { return at_; }

private:
    uint8_t* at_;
};

// A valid that a bus model drives. A taken word stays on the pins until the next cycle is driven, for taps and Java to see.
class Offer {
public:
    explicit Offer(PinRef pin) : pin_(pin) {}
    void retire() {
        if (taken_) pin_.set(0);
        taken_ = false;
    }
    void raise() { pin_.set(1); }
    void withdraw() {
        pin_.set(0);
        taken_ = false;
    }
    bool high() const { return pin_.get() != 0; }
    // True in the cycle of the handshake.
    bool take(const PinRef& ready) {
        taken_ = high() && (ready.get() & 1);
        return taken_;
    }

private:
    PinRef pin_;
    bool taken_ = false;
};

// Seeded numbers, the same on every machine (xorshift64*).
class Noise {
public:
    explicit Noise(uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ull + 0xD1B54A32D192ED03ull) {
        if (!state_) state_ = 1;
        for (int i = 0; i < 4; i++) next();
    }
    // 31 bits.
    uint64_t next() {
        state_ ^= state_ >> 12;
        state_ ^= state_ << 25;
        state_ ^= state_ >> 27;
        return (state_ * 0x2545F4914F6CDD1Dull) >> 33;
    }
    // Fills a pin of so many bits; the rest of its last byte stays 0.
    void fill(PinRef& pin, uint32_t bits) {
        for (uint32_t i = 0; pin.present() && i < bits; i += 8) {
            const uint32_t left = bits - i < 8 ? bits - i : 8;
            pin.bytes()[i / 8] = static_cast<uint8_t>(next() & ((1u << left) - 1));
        }
    }

private:
    uint64_t state_;
};

// Seeded decisions "does this channel pause in this cycle?". A pause begins in `percent` of the cycles outside one and lasts 1 to
// `longest` cycles, each length as likely as the others.
class Stalls {
public:
    Stalls(uint64_t seed, int64_t percent, int64_t longest) : noise_(seed), percent_(percent), longest_(longest) {}
    bool pause() {
        if (left_ > 0) {
            left_--;
            return true;
        }
        if (percent_ <= 0 || static_cast<int64_t>(noise_.next() % 100) >= percent_) return false;
        if (longest_ > 1) left_ = static_cast<int64_t>(noise_.next() % longest_);
        return true;
    }

private:
    Noise noise_;
    const int64_t percent_, longest_;
    int64_t left_ = 0;
};

// Finds outputs of the design that depend on inputs of the same cycle. AXI allows no such path at a port; a valid that depends on a
// ready would be one, or anything that looks at a payload whose valid is low.
class PathProbe {
public:
    void input(PinRef pin, uint32_t bits) {
        if (pin.present()) inputs_.push_back({"", pin, bits, {}});
    }
    void output(const char* name, PinRef pin) {
        if (pin.present()) outputs_.push_back({name, pin, 1, {}});
    }
    bool empty() const { return inputs_.empty(); }
    // Remembers the pins, and gives the design other inputs.
    void scramble(Noise& noise) {
        for (auto* parts : {&inputs_, &outputs_})
            for (auto& p : *parts) p.held.assign(p.pin.bytes(), p.pin.bytes() + (p.bits + 7) / 8);
        for (auto& p : inputs_) noise.fill(p.pin, p.bits);
    }
    // The first output that is not what it was; null if there is none.
    const char* changed() const {
        for (auto& p : outputs_)
            if ((p.pin.get() ^ p.held[0]) & 1) return p.name;
        return nullptr;
    }
    void restore() {
        for (auto& p : inputs_) std::memcpy(p.pin.bytes(), p.held.data(), p.held.size());
    }

private:
    struct Part {
        const char* name;
        PinRef pin;
        uint32_t bits;
        std::vector<uint8_t> held;
    };
    std::vector<Part> inputs_, outputs_;
};

class Bus {
public:
    explicit Bus(std::string name) : name_(std::move(name)) {}
    virtual ~Bus() = default;
    virtual void drive(uint64_t cycle) = 0;
    // Looks at the settled pins; true when any channel made a handshake.
    virtual bool sample(uint64_t cycle) = 0;
    // One line per channel that waits, for the report of a hang.
    virtual std::string waiting() const = 0;

    const std::vector<std::string>& errors() const { return errors_; }
    const std::string& name() const { return name_; }
    PathProbe& paths() { return paths_; }
    void fail(uint64_t cycle, const std::string& what) {
        if (errors_.size() < 16) errors_.push_back("cycle " + std::to_string(cycle) + ": " + name_ + ": " + what);
    }

protected:
    PathProbe paths_;

private:
    std::string name_;
    std::vector<std::string> errors_;
};

}  // namespace p2vit
