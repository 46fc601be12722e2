// SPDX-License-Identifier: Apache-2.0
/**
 * Work as data: a {@link org.p2vit.quant.job.Job} is a list of independent pieces, a function of one of them, and an
 * ordered reduction of the results. An {@link org.p2vit.quant.job.JobEngine} does it, on threads of this process
 * ({@link org.p2vit.quant.job.LocalEngine}) or elsewhere; the result is the same bits on all of them.
 * {@link org.p2vit.quant.job.ResumableEngine} goes on with what another run of the same job has left.
 */
package org.p2vit.quant.job;
