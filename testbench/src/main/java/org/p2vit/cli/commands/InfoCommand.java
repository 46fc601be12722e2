// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.util.Locale;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.cli.run.VersionProvider;
import picocli.CommandLine.Command;

/** What a maintainer needs to know about the machine before anything else. */
@Command(name = "info", description = "Show the version and the Java machine it runs on.")
final class InfoCommand extends ReportingCommand {
    /**
     * @param javaVersion the running JDK, as it names itself
     * @param operatingSystem name and architecture
     * @param processors processors the JVM may use
     * @param heapMebibytes the most heap the JVM will take
     */
    record Machine(String javaVersion, String operatingSystem, int processors, long heapMebibytes) {}

    @Override
    protected Outcome execute() {
        Runtime runtime = Runtime.getRuntime();
        Machine machine = new Machine(
                System.getProperty("java.vm.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                runtime.availableProcessors(),
                runtime.maxMemory() >> 20);
        out().printf(
                        Locale.ROOT,
                        "p2vit %s on Java %s, %s, %d processors, heap up to %d MiB%n",
                        VersionProvider.version(),
                        machine.javaVersion(),
                        machine.operatingSystem(),
                        machine.processors(),
                        machine.heapMebibytes());
        return Outcome.ok(machine);
    }
}
