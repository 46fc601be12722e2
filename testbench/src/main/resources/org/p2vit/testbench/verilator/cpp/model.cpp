// SPDX-License-Identifier: Apache-2.0
// One Verilated model behind P2vitModelOps. `pins.h` is generated from the port list: it names the top class (Top),
// whether tracing is compiled in (P2VIT_TRACE), and copies pins (drive_pins, sample_pins, set_clock).
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>

#include "model_abi.h"
#include "pins.h"
#include "verilated_syms.h"
#if P2VIT_TRACE
#include "verilated_fst_c.h"
#endif
#if VM_COVERAGE
#include "verilated_cov.h"
#endif

namespace {
struct State {
    VerilatedContext context;
    std::unique_ptr<Top> top;
    uint8_t* pins = nullptr;
    std::string log;
    int stopped = 0;
#if P2VIT_TRACE
    std::unique_ptr<VerilatedFstC> trace;
#endif
};

// The runtime's stop and print hooks carry no model pointer; evaluation of one model stays on one thread.
thread_local State* current = nullptr;

State* enter(void* model) {
    current = static_cast<State*>(model);
    return current;
}

void* create(uint8_t* pins, int64_t seed) {
    auto* s = new State;
    current = s;
    s->pins = pins;
    s->context.randReset(seed < 0 ? 0 : 2);
    if (seed >= 0) s->context.randSeed(static_cast<int>(seed));
    s->context.traceEverOn(P2VIT_TRACE != 0);
    s->top = std::make_unique<Top>(&s->context, "TOP");
    drive_pins(*s->top, pins);
    set_clock(*s->top, false);
    s->top->eval();
    sample_pins(*s->top, pins);
    return s;
}

void trace_close(void* model) {
#if P2VIT_TRACE
    auto* s = enter(model);
    if (s->trace) s->trace->close();
    s->trace.reset();
#else
    (void)model;
#endif
}

void destroy(void* model) {
    trace_close(model);
    auto* s = enter(model);
    // The destructor takes the context of the last model that this thread ran, which may be gone.
    Verilated::threadContextp(&s->context);
    s->top->final();
    s->top.reset();
    current = nullptr;
    delete s;
}

void settle(void* model) {
    auto* s = enter(model);
    drive_pins(*s->top, s->pins);
    set_clock(*s->top, false);
    s->top->eval();
    sample_pins(*s->top, s->pins);
}

void edge(void* model) {
    auto* s = enter(model);
    set_clock(*s->top, true);
    s->top->eval();
}

int bits_of(const VerilatedVar& var) {
    return var.packed().elements();
}

const uint8_t* locate(void* model, const char* scope, const char* name, int* bits) {
    auto* s = enter(model);
    const std::string full = std::string("TOP.") + scope;
    const VerilatedScope* found = s->context.scopeFind(full.c_str());
    VerilatedVar* var = found ? found->varFind(name) : nullptr;
    if (!var) return nullptr;
    *bits = bits_of(*var);
    return static_cast<const uint8_t*>(var->datap());
}

int stopped(void* model) { return static_cast<State*>(model)->stopped; }
const char* log_text(void* model) { return static_cast<State*>(model)->log.c_str(); }
void clear_log(void* model) { static_cast<State*>(model)->log.clear(); }

int trace_open(void* model, const char* path) {
#if P2VIT_TRACE
    auto* s = enter(model);
    s->trace = std::make_unique<VerilatedFstC>();
    s->top->trace(s->trace.get(), 99);
    s->trace->open(path);
    return s->trace->isOpen() ? 1 : 0;
#else
    (void)model;
    (void)path;
    return 0;
#endif
}

void trace_dump(void* model, uint64_t time) {
#if P2VIT_TRACE
    auto* s = enter(model);
    if (s->trace) s->trace->dump(time);
#else
    (void)model;
    (void)time;
#endif
}

void write_coverage(void* model, const char* path) {
#if VM_COVERAGE
    enter(model)->context.coveragep()->write(path);
#else
    (void)model;
    (void)path;
#endif
}

void stop(int reason, const char* file, int line, const char* text) {
    if (!current) return;
    if (!current->stopped) current->stopped = reason;
    current->log += std::string(text) + " at " + file + ":" + std::to_string(line) + "\n";
}
}  // namespace

// Hooks of the Verilator runtime (VL_USER_STOP, VL_USER_FINISH, VL_USER_FATAL, VL_PRINTF): its own versions end the
// process, which here is the JVM.
void vl_stop(const char* file, int line, const char*) { stop(1, file, line, "$stop"); }
void vl_finish(const char* file, int line, const char*) { stop(2, file, line, "$finish"); }
void vl_fatal(const char* file, int line, const char*, const char* msg) { stop(1, file, line, msg ? msg : "$fatal"); }

extern "C" int p2vit_printf(const char* format, ...) {
    char line[4096];
    va_list args;
    va_start(args, format);
    const int n = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    // A design that prints every cycle must not fill the memory.
    if (current && current->log.size() < (1u << 20)) current->log += line;
    return n;
}

extern "C" __attribute__((visibility("default"))) const P2vitModelOps* p2vit_model(void) {
    static const P2vitModelOps ops = {create,  destroy,   settle,     edge,       locate,     stopped,
                                      log_text, clear_log, trace_open, trace_dump, trace_close, write_coverage};
    return &ops;
}
