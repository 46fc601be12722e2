// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;
import static org.junit.platform.launcher.TagFilter.excludeTags;
import static org.junit.platform.launcher.TagFilter.includeTags;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the co-simulation tests of whole accelerators, units and cells. Those of netlists are left out: they see no Verilog of modules. */
public final class JUnitTestRunner implements TestRunner {
    private static final String SYSTEM = "org.p2vit.testbench.accelerator";
    private static final String UNITS = "org.p2vit.testbench.cosim";

    /** Parts of the package's name, from what builds quickest. */
    private static final List<String> BUILDS =
            List.of("control", "dma", "cell", "memory", "system", "accelerator", "unit");

    private final Launcher launcher = LauncherFactory.create();

    @Override
    public List<String> classes() {
        TestPlan plan = launcher.discover(request(selectPackage(SYSTEM), selectPackage(UNITS)));
        return plan.getRoots().stream()
                .flatMap(engine -> plan.getChildren(engine).stream())
                .map(child -> (ClassSource) child.getSource().orElseThrow())
                .map(ClassSource::getClassName)
                .sorted(Comparator.<String>comparingInt(name -> order(name)).thenComparing(name -> name))
                .toList();
    }

    private static int order(String name) {
        return IntStream.range(0, BUILDS.size())
                .filter(i -> name.contains("." + BUILDS.get(i) + "."))
                .findFirst()
                .orElse(BUILDS.size());
    }

    @Override
    public void run(String test, BiConsumer<String, Optional<String>> finished) {
        run(test.startsWith("[") ? selectUniqueId(test) : selectClass(test), finished);
    }

    /** First lines of all failures. */
    List<String> failures(DiscoverySelector tests) {
        List<String> failures = new ArrayList<>();
        run(tests, (test, failure) -> failure.ifPresent(failures::add));
        return failures;
    }

    private void run(DiscoverySelector selector, BiConsumer<String, Optional<String>> finished) {
        launcher.execute(request(selector), new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
                Optional<String> failure = result.getThrowable().map(JUnitTestRunner::firstLine);
                if (identifier.isTest() || failure.isPresent()) {
                    finished.accept(identifier.getUniqueId(), failure);
                }
            }
        });
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage())
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse(failure.toString());
    }

    @Override
    public boolean isSystem(String test) {
        return test.contains(SYSTEM) || test.contains(UNITS + ".system");
    }

    private static LauncherDiscoveryRequest request(DiscoverySelector... selectors) {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(selectors)
                .filters(
                        includeTags("cosim"),
                        excludeTags("slow", "data"),
                        ClassNameFilter.excludeClassNamePatterns(".*NetlistCosimTests"))
                .build();
    }
}
