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

// Seeded decisions "does this channel pause in this cycle?" (xorshift64*: the same on every machine).
class Stalls {
public:
    explicit Stalls(uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ull + 0xD1B54A32D192ED03ull) {
        if (!state_) state_ = 1;
        for (int i = 0; i < 4; i++) next();
    }
    bool pause(int64_t percent) { return percent > 0 && static_cast<int64_t>(next() % 100) < percent; }

private:
    uint64_t next() {
        state_ ^= state_ >> 12;
        state_ ^= state_ << 25;
        state_ ^= state_ >> 27;
        return (state_ * 0x2545F4914F6CDD1Dull) >> 33;
    }
    uint64_t state_;
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

protected:
    void fail(uint64_t cycle, const std::string& what) {
        if (errors_.size() < 16) errors_.push_back("cycle " + std::to_string(cycle) + ": " + name_ + ": " + what);
    }

private:
    std::string name_;
    std::vector<std::string> errors_;
};

// A master's half of a channel: once valid is high, it and the payload may not change before ready.
class StableChannel {
public:
    StableChannel(const char* name, PinRef valid, PinRef ready) : name_(name), valid_(valid), ready_(ready) {}
    void payload(PinRef pin, size_t bytes) {
        if (pin.present()) parts_.push_back({pin, bytes, std::vector<uint8_t>(bytes)});
    }
    // Null when the rule holds, else what broke it.
    std::string check() {
        std::string broken;
        const bool valid = valid_.get() & 1;
        if (pending_ && !valid) broken = std::string(name_) + "valid fell before " + name_ + "ready";
        for (auto& p : parts_) {
            if (pending_ && valid && std::memcmp(p.pin.bytes(), p.held.data(), p.bytes) != 0)
                broken = std::string(name_) + " payload changed while waiting for " + name_ + "ready";
            std::memcpy(p.held.data(), p.pin.bytes(), p.bytes);
        }
        pending_ = valid && !(ready_.get() & 1);
        return broken;
    }
    void forget() { pending_ = false; }
    bool fired() const { return (valid_.get() & 1) && (ready_.get() & 1); }
    // Says so when the channel waits for ready.
    std::string waiting() const {
        if ((valid_.get() & 1) && !(ready_.get() & 1)) return std::string(" ") + name_ + "valid high, " + name_ + "ready low;";
        return "";
    }

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

}  // namespace p2vit
