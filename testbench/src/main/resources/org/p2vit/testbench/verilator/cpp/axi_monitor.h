// SPDX-License-Identifier: Apache-2.0
// AxiRules at a port whose master and slave are both part of the design.
#pragma once
#include "axi_rules.h"

namespace p2vit {

// Fields in the order of the plan that AxiMonitor.java makes, and of its version.
struct AxiMonitorPlan {
    static constexpr int64_t VERSION = 1;
    int64_t data_bytes;
    AxiPins pins;
};

class AxiMonitor : public Bus {
public:
    AxiMonitor(const std::string& name, uint8_t* pins, const AxiMonitorPlan& p)
        : Bus(name), rules_(pins, p.pins, static_cast<uint32_t>(p.data_bytes),
                            [this](uint64_t cycle, const std::string& what) { fail(cycle, what); }) {}
    void drive(uint64_t) override {}
    bool sample(uint64_t cycle) override {
        rules_.sample(cycle);
        if (rules_.reset().in_reset()) rules_.forget();
        return rules_.ar().fired() || rules_.aw().fired() || rules_.w().fired();
    }
    std::string waiting() const override { return rules_.waiting(); }

private:
    AxiRules rules_;
};

}  // namespace p2vit
