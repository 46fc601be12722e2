// SPDX-License-Identifier: Apache-2.0
// How a plan comes from Java (NativePlan.java): its version, the number of its words, and the words, which are the fields of a struct.
#pragma once
#include <cstdint>
#include <string>

namespace p2vit {

// Null when the plan is not for this struct, and then why says so.
template <class Plan>
const Plan* plan_of(const int64_t* framed, std::string& why) {
    static_assert(sizeof(Plan) % sizeof(int64_t) == 0, "a plan has fields of 64 bits only");
    constexpr int64_t words = sizeof(Plan) / sizeof(int64_t);
    if (framed[0] != Plan::VERSION) {
        why = "its plan is of version " + std::to_string(framed[0]) + ", the runtime knows " + std::to_string(Plan::VERSION);
        return nullptr;
    }
    if (framed[1] != words) {
        why = "its plan has " + std::to_string(framed[1]) + " words, the runtime expects " + std::to_string(words);
        return nullptr;
    }
    return reinterpret_cast<const Plan*>(framed + 2);
}

}  // namespace p2vit
