/* SPDX-License-Identifier: Apache-2.0 */
/* A port that forgets one of its duties: P2VIT_FORGET is 1 for the flush, 2 for the invalidation. */
#include "simulated.h"

#if P2VIT_FORGET == 1
#undef P2VIT_FLUSH
#define P2VIT_FLUSH(data, bytes) ((void)(data), (void)(bytes))
#elif P2VIT_FORGET == 2
#undef P2VIT_INVALIDATE
#define P2VIT_INVALIDATE(data, bytes) ((void)(data), (void)(bytes))
#endif
