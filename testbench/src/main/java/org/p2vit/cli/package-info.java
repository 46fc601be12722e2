// SPDX-License-Identifier: Apache-2.0
/**
 * The command line as a program: {@link org.p2vit.cli.Main} puts the commands together and answers what they throw. What it
 * is for, and its exit codes, are in README.md.
 */
package org.p2vit.cli;
