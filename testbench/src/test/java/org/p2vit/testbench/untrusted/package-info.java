// SPDX-License-Identifier: Apache-2.0
/**
 * Files from strangers: each kind that the project reads, what may come of it, and inputs that a coverage-guided fuzzer grew. {@code make
 * fuzz-files} runs the fuzzer ({@code FileFuzzCampaign}); an ordinary test replays what it kept ({@code UntrustedFileTests}).
 */
package org.p2vit.testbench.untrusted;
