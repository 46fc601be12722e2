// SPDX-License-Identifier: Apache-2.0
// The functions Java calls (Bridge.java). Handles are Session pointers; no exception leaves.
#include <dlfcn.h>

#include "axi_lite.h"
#include "axi_memory.h"
#include "plan.h"
#include "session.h"

using p2vit::Session;

namespace {
thread_local std::string text;

Session* of(int64_t handle) { return reinterpret_cast<Session*>(handle); }

int64_t address(const char* s) { return reinterpret_cast<int64_t>(s); }

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
    static_cast<p2vit::AxiMemory&>(*of(handle)->buses[bus]).silence(channels);
}

P2VIT_EXPORT void p2vit_memory_spoil(int64_t handle, int bus, int64_t from, int64_t to) {
    static_cast<p2vit::AxiMemory&>(*of(handle)->buses[bus]).spoil(static_cast<uint64_t>(from), static_cast<uint64_t>(to));
}

P2VIT_EXPORT void p2vit_memory_forget(int64_t handle, int bus) {
    static_cast<p2vit::AxiMemory&>(*of(handle)->buses[bus]).forget();
}

// Bursts that are not finished, or of them the writes that lack beats.
P2VIT_EXPORT int64_t p2vit_memory_open(int64_t handle, int bus, int lacking) {
    const auto& memory = static_cast<p2vit::AxiMemory&>(*of(handle)->buses[bus]);
    return static_cast<int64_t>(lacking ? memory.unfinished_writes() : memory.open());
}

P2VIT_EXPORT int p2vit_add_registers(int64_t handle, const char* name, const int64_t* plan) {
    return add<p2vit::AxiLite, p2vit::AxiLitePlan>(handle, name, plan);
}

// Response code of the access, or -1 when the model stopped or the access took longer than limit cycles.
P2VIT_EXPORT int p2vit_register_access(int64_t handle, int bus, int write, int64_t addr, int64_t data, int64_t limit) {
    Session* s = of(handle);
    auto& port = static_cast<p2vit::AxiLite&>(*s->buses[bus]);
    if (write) {
        port.begin_write(static_cast<uint64_t>(addr), static_cast<uint64_t>(data));
    } else {
        port.begin_read(static_cast<uint64_t>(addr));
    }
    for (int64_t n = 0; port.busy(); n++)
        if (n >= limit || s->step() >= p2vit::VERILOG_STOP) return -1;
    return static_cast<int>(port.response());
}

P2VIT_EXPORT int64_t p2vit_register_data(int64_t handle, int bus) {
    return static_cast<int64_t>(static_cast<p2vit::AxiLite&>(*of(handle)->buses[bus]).data());
}

P2VIT_EXPORT int64_t p2vit_waiting(int64_t handle, int bus) {
    text = of(handle)->buses[bus]->waiting();
    return address(text.c_str());
}
