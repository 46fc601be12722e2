/* SPDX-License-Identifier: Apache-2.0 */
/** @file platform.h Where an accelerator and memory for it are found; uio.c and simulated.c are the two that there are. */
#ifndef PLATFORM_H
#define PLATFORM_H

#include "p2vit.h"

/** How long a run may take, in waits of the platform: some ten seconds, or 200 million cycles of a simulation. */
#define PLATFORM_POLLS 1000u

/** @return 0, or else what went wrong has been said on standard error */
int platform_open(void **registers, struct p2vit_memory *memory);

#endif
