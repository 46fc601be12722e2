// SPDX-License-Identifier: Apache-2.0
/** Design spaces: their exploration on any {@link org.p2vit.quant.job.JobEngine}, its report and its picture. */
package org.p2vit.testbench.exploration;
