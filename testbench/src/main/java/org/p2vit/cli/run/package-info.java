// SPDX-License-Identifier: Apache-2.0
/**
 * How a command runs and ends, the same for all: {@link org.p2vit.cli.run.ReportingCommand} around the work, the envelope
 * that {@code --json} writes, the table of exceptions and exit codes, and progress on a terminal.
 */
package org.p2vit.cli.run;
