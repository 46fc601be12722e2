// SPDX-License-Identifier: Apache-2.0
#include "session.h"

namespace p2vit {

namespace {
constexpr uint64_t PROBE_EVERY_CYCLES = 64;
}

Session::~Session() {
    if (tracing_) ops_->trace_close(model_);
    ops_->destroy(model_);
}

const uint8_t* Session::locate(const char* scope, const char* name, int* bits) {
    return ops_->locate(model_, scope, name, bits);
}

void Session::trace_window(const std::string& path, uint64_t from, uint64_t to) {
    trace_path_ = path;
    trace_from_ = from;
    trace_to_ = to;
}

void Session::dump(uint64_t half) {
    if (trace_path_.empty()) return;
    if (!tracing_ && cycle_ >= trace_from_ && cycle_ <= trace_to_) tracing_ = ops_->trace_open(model_, trace_path_.c_str());
    if (tracing_ && cycle_ > trace_to_) {
        ops_->trace_close(model_);
        tracing_ = false;
        trace_path_.clear();
    }
    if (tracing_) ops_->trace_dump(model_, 2 * cycle_ + half);
}

void Session::record_taps() {
    for (auto& t : taps) {
        if (!(*t.valid & 1) || (t.ready && !(*t.ready & 1))) continue;
        last_activity_ = t.last = cycle_;
        t.seen = true;
        const auto* c = reinterpret_cast<const uint8_t*>(&cycle_);
        t.log.insert(t.log.end(), c, c + sizeof cycle_);
        for (const auto& f : t.fields) t.log.insert(t.log.end(), f.data, f.data + f.bytes);
    }
}

int Session::step() {
    if (reason_ >= VERILOG_STOP) return reason_;
    for (auto& b : buses) b->drive(cycle_);
    ops_->settle(model_);
    dump(0);
    for (auto& b : buses)
        if (b->sample(cycle_)) last_activity_ = cycle_;
    record_taps();
    probe_paths();
    reason_ = verdict();
    ops_->edge(model_);
    dump(1);
    if (reason_ < VERILOG_STOP && ops_->stopped(model_)) reason_ = ops_->stopped(model_) == 2 ? VERILOG_FINISH : VERILOG_STOP;
    cycle_++;
    return reason_;
}

// In about every 64th cycle: nothing that stands on the inputs of a port may show at its outputs in the same cycle.
void Session::probe_paths() {
    if (buses.empty() || noise_.next() % PROBE_EVERY_CYCLES) return;
    for (auto& b : buses) b->paths().scramble(noise_);
    ops_->settle(model_);
    for (auto& b : buses)
        if (const char* output = b->paths().changed())
            b->fail(cycle_, std::string("NO_PATH: ") + output + " depends on an input of the same cycle");
    for (auto& b : buses) b->paths().restore();
    ops_->settle(model_);
}

int Session::verdict() {
    for (auto& b : buses)
        if (!b->errors().empty()) return PROTOCOL;
    if (hang_cycles && cycle_ - last_activity_ >= hang_cycles) {
        hang_ = describe_hang();
        return HANG;
    }
    if (stop_pin >= 0 && (pins_[stop_pin] & 1)) return STOP_PIN;
    return RUNNING;
}

int Session::run(uint64_t max_cycles) {
    last_activity_ = cycle_;
    for (uint64_t n = 0; n < max_cycles; n++)
        if (const int r = step()) return r;
    return RUNNING;
}

std::string Session::describe_hang() {
    std::string text = "no handshake and no tapped word since cycle " + std::to_string(last_activity_);
    for (auto& b : buses) text += "\n  " + b->name() + ":" + b->waiting();
    for (auto& t : taps)
        text += "\n  tap " + t.name + (t.seen ? ": last word in cycle " + std::to_string(t.last) : ": no word yet") +
                ((*t.valid & 1) ? ", valid high and not ready" : "");
    return text + "\n";
}

std::string Session::message() {
    std::string text;
    for (auto& b : buses)
        for (auto& e : b->errors()) text += e + "\n";
    return text + hang_ + ops_->log(model_);
}

}  // namespace p2vit
