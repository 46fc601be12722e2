// SPDX-License-Identifier: Apache-2.0
/**
 * The command line as a program: {@link org.p2vit.cli.Main} puts the commands together and answers what they throw. What it
 * is for is in README.md, its targets and exit codes in doc/targets.md.
 */
package org.p2vit.cli;
