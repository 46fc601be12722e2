// SPDX-License-Identifier: Apache-2.0
// Included before everything else, so that VL_PRINTF=p2vit_printf has a declaration.
#pragma once
extern "C" int p2vit_printf(const char* format, ...);
