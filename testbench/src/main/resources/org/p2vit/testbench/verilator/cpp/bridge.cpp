// SPDX-License-Identifier: Apache-2.0
// The functions Java calls (Bridge.java). Handles are Session pointers; no exception leaves.
#include <dlfcn.h>

#include "axi_lite.h"
#include "axi_memory.h"
#include "axi_monitor.h"
#include "plan.h"
#include "session.h"

using p2vit::Session;

namespace {
thread_local std::string text;

Session* of(int64_t handle) { return reinterpret_cast<Session*>(handle); }

int64_t address(const char* s) { return reinterpret_cast<int64_t>(s); }

p2vit::AxiMemory& memory(int64_t handle, int bus) { return static_cast<p2vit::AxiMemory&>(*of(handle)->buses[bus]); }

p2vit::AxiLite& registers(int64_t handle, int bus) { return static_cast<p2vit::AxiLite&>(*of(handle)->buses[bus]); }

// Index of the new bus; -1 when the plan is not for it, and p2vit_error then says why.
template <class Model, class Plan>
int add(int64_t handle, const char* name, const int64_t* framed) {
    const Plan* plan = p2vit::plan_of<Plan>(framed, text);
    if (!plan) return -1;
    Session* s = of(handle);
    s->buses.push_back(std::make_unique<Model>(name, s->pins(), *plan));
    return static_cast<int>(s->buses.size()) - 1;
}
}  // namespace

#define P2VIT_EXPORT extern "C" __attribute__((visibility("default")))

// 0 on failure; the reason is then in p2vit_error.
P2VIT_EXPORT int64_t p2vit_open(const char* library, int64_t pins, int64_t seed) {
    void* lib = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    void* entry = lib ? dlsym(lib, "p2vit_model") : nullptr;
    if (!entry) {
        const char* why = dlerror();
        text = why ? why : "no entry point p2vit_model";
        return 0;
    }
    const auto* ops = reinterpret_cast<decltype(&p2vit_model)>(entry)();
    return reinterpret_cast<int64_t>(new Session(ops, reinterpret_cast<uint8_t*>(pins), seed));
}

P2VIT_EXPORT void p2vit_close(int64_t handle) { delete of(handle); }

P2VIT_EXPORT int64_t p2vit_error() { return address(text.c_str()); }

P2VIT_EXPORT void p2vit_settle(int64_t handle) { of(handle)->settle(); }

P2VIT_EXPORT int p2vit_step(int64_t handle) { return of(handle)->step(); }

P2VIT_EXPORT int p2vit_run(int64_t handle, int64_t cycles) { return of(handle)->run(static_cast<uint64_t>(cycles)); }

P2VIT_EXPORT int64_t p2vit_cycle(int64_t handle) { return static_cast<int64_t>(of(handle)->cycle()); }

P2VIT_EXPORT int64_t p2vit_message(int64_t handle) {
    text = of(handle)->message();
    return address(text.c_str());
}

P2VIT_EXPORT void p2vit_stop_rules(int64_t handle, int64_t stop_pin, int64_t hang_cycles) {
    of(handle)->stop_pin = stop_pin;
    of(handle)->hang_cycles = static_cast<uint64_t>(hang_cycles);
}

P2VIT_EXPORT void p2vit_trace(int64_t handle, const char* path, int64_t from, int64_t to) {
    of(handle)->trace_window(path, static_cast<uint64_t>(from), static_cast<uint64_t>(to));
}

P2VIT_EXPORT void p2vit_write_coverage(int64_t handle, const char* path) { of(handle)->write_coverage(path); }

// Width of a public signal, 0 when there is none; its address comes from p2vit_signal_address.
P2VIT_EXPORT int p2vit_signal_width(int64_t handle, const char* scope, const char* name) {
    int bits = 0;
    return of(handle)->locate(scope, name, &bits) ? bits : 0;
}

P2VIT_EXPORT int64_t p2vit_signal_address(int64_t handle, const char* scope, const char* name) {
    int bits = 0;
    return reinterpret_cast<int64_t>(of(handle)->locate(scope, name, &bits));
}

// places: address and byte count of each field.
P2VIT_EXPORT int p2vit_add_tap(int64_t handle, const char* name, int64_t valid, int64_t ready, const int64_t* places,
                               int fields) {
    p2vit::Tap tap;
    tap.name = name;
    tap.valid = reinterpret_cast<const uint8_t*>(valid);
    tap.ready = reinterpret_cast<const uint8_t*>(ready);
    for (int i = 0; i < fields; i++)
        tap.fields.push_back({reinterpret_cast<const uint8_t*>(places[2 * i]), static_cast<uint32_t>(places[2 * i + 1])});
    of(handle)->taps.push_back(std::move(tap));
    return static_cast<int>(of(handle)->taps.size()) - 1;
}

P2VIT_EXPORT int64_t p2vit_tap_bytes(int64_t handle, int tap) {
    return static_cast<int64_t>(of(handle)->taps[tap].log.size());
}

P2VIT_EXPORT int64_t p2vit_tap_data(int64_t handle, int tap) {
    return reinterpret_cast<int64_t>(of(handle)->taps[tap].log.data());
}

P2VIT_EXPORT void p2vit_tap_clear(int64_t handle, int tap) { of(handle)->taps[tap].log.clear(); }

P2VIT_EXPORT int p2vit_add_memory(int64_t handle, const char* name, const int64_t* plan) {
    return add<p2vit::AxiMemory, p2vit::AxiMemoryPlan>(handle, name, plan);
}

// Channels as p2vit::Channel.
P2VIT_EXPORT void p2vit_memory_silence(int64_t handle, int bus, int channels) {
    memory(handle, bus).silence(channels);
}

P2VIT_EXPORT void p2vit_memory_spoil(int64_t handle, int bus, int64_t from, int64_t to) {
    memory(handle, bus).spoil(static_cast<uint64_t>(from), static_cast<uint64_t>(to));
}

P2VIT_EXPORT void p2vit_memory_answer(int64_t handle, int bus, int channel, int response, int64_t count) {
    memory(handle, bus).answer(static_cast<p2vit::Channel>(channel), response, static_cast<uint64_t>(count));
}

// How many of those are still to come.
P2VIT_EXPORT int64_t p2vit_memory_unanswered(int64_t handle, int bus, int channel) {
    return static_cast<int64_t>(memory(handle, bus).unanswered(static_cast<p2vit::Channel>(channel)));
}

P2VIT_EXPORT void p2vit_memory_decode(int64_t handle, int bus, int on) { memory(handle, bus).decode(on != 0); }

P2VIT_EXPORT void p2vit_memory_limit_bursts(int64_t handle, int bus, int beats) {
    memory(handle, bus).limit_bursts(static_cast<uint32_t>(beats));
}

// Each range is two words, from and to.
P2VIT_EXPORT void p2vit_memory_watch(int64_t handle, int bus, const int64_t* reads, int read_ranges, const int64_t* writes,
                                     int write_ranges) {
    const auto ranges = [](const int64_t* words, int count) {
        std::vector<p2vit::AddressRange> all;
        for (int i = 0; i < count; i++)
            all.push_back({static_cast<uint64_t>(words[2 * i]), static_cast<uint64_t>(words[2 * i + 1])});
        return all;
    };
    memory(handle, bus).watch(ranges(reads, read_ranges), ranges(writes, write_ranges));
}

P2VIT_EXPORT int64_t p2vit_memory_strays(int64_t handle, int bus) {
    text = memory(handle, bus).strays();
    return address(text.c_str());
}

P2VIT_EXPORT void p2vit_memory_reseed(int64_t handle, int bus, int64_t seed) {
    memory(handle, bus).reseed(static_cast<uint64_t>(seed));
}

P2VIT_EXPORT void p2vit_memory_forget(int64_t handle, int bus) { memory(handle, bus).forget(); }

// Bursts that are not finished, or of them the writes that lack beats.
P2VIT_EXPORT int64_t p2vit_memory_open(int64_t handle, int bus, int lacking) {
    return static_cast<int64_t>(lacking ? memory(handle, bus).unfinished_writes() : memory(handle, bus).open());
}

P2VIT_EXPORT int p2vit_add_monitor(int64_t handle, const char* name, const int64_t* plan) {
    return add<p2vit::AxiMonitor, p2vit::AxiMonitorPlan>(handle, name, plan);
}

P2VIT_EXPORT int p2vit_add_registers(int64_t handle, const char* name, const int64_t* plan) {
    return add<p2vit::AxiLite, p2vit::AxiLitePlan>(handle, name, plan);
}

// Queues an access and does not wait; kept: its answer is one of p2vit_register_answers.
P2VIT_EXPORT void p2vit_register_post(int64_t handle, int bus, int write, int64_t addr, int64_t data, int strobes, int kept) {
    if (write) {
        registers(handle, bus).write(static_cast<uint64_t>(addr), static_cast<uint64_t>(data), static_cast<uint64_t>(strobes), kept != 0);
    } else {
        registers(handle, bus).read(static_cast<uint64_t>(addr), kept != 0);
    }
}

P2VIT_EXPORT int p2vit_register_busy(int64_t handle, int bus) { return registers(handle, bus).busy(); }

// Number of the answers since they were last cleared; the first so many are copied.
P2VIT_EXPORT int p2vit_register_answers(int64_t handle, int bus, int64_t* into, int room) {
    const auto& answers = registers(handle, bus).answers();
    for (size_t i = 0; i < answers.size() && i < static_cast<size_t>(room); i++) into[i] = answers[i];
    return static_cast<int>(answers.size());
}

P2VIT_EXPORT void p2vit_register_clear(int64_t handle, int bus) { registers(handle, bus).clear_answers(); }

// Steps until all accesses that are queued are answered. Response code of the last of a kind, or -1 when the model stopped, was reset, or took longer
// than limit cycles.
P2VIT_EXPORT int p2vit_register_await(int64_t handle, int bus, int write, int64_t limit) {
    auto& port = registers(handle, bus);
    for (int64_t n = 0; port.busy(); n++) {
        const uint64_t answered = port.answered();
        if (n >= limit || of(handle)->step() >= p2vit::VERILOG_STOP) return -1;
        if (!port.busy() && port.answered() == answered) return -1;
    }
    return static_cast<int>(port.response(!write));
}

P2VIT_EXPORT int64_t p2vit_register_data(int64_t handle, int bus) {
    return static_cast<int64_t>(registers(handle, bus).data());
}

P2VIT_EXPORT int64_t p2vit_waiting(int64_t handle, int bus) {
    text = of(handle)->buses[bus]->waiting();
    return address(text.c_str());
}
