// SPDX-License-Identifier: Apache-2.0
package org.p2vit.make;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripts that make calls: who installs what, and the closing lines of a run of tests. */
class ScriptsTests {
    @TempDir
    private Path folder;

    @BeforeEach
    void makeStandIns() throws IOException {
        for (String script : List.of("tools", "test-summary")) {
            Path copy = folder.resolve(".make").resolve(script);
            Files.createDirectories(copy.getParent());
            Files.copy(Path.of("..", ".make", script), copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.writeString(
                folder.resolve(".tools"), "frobnicate | 1.0 | frobnicate-tools | test | frobnicate --version\n");
        script(
                "apt-get",
                "echo \"$(id -u) apt-get $*\" >>installed; printf '#!/bin/sh\\necho 2.0\\n' >bin/frobnicate; chmod +x bin/frobnicate");
        script("sudo", "shift; STAND_IN_USER=0 exec \"$@\"");
        script("id", "echo $STAND_IN_USER");
    }

    @Test
    void rootInstallsWhatIsMissing() throws Exception {
        assertThat(require(Map.of("STAND_IN_USER", "0"))).isEmpty();
        assertThat(installed()).contains("0 apt-get install", "frobnicate-tools");
    }

    @Test
    void continuousIntegrationInstallsWhatIsMissing() throws Exception {
        assertThat(require(Map.of("STAND_IN_USER", "1000", "CI", "true"))).isEmpty();
        assertThat(installed()).contains("0 apt-get install", "frobnicate-tools");
    }

    @Test
    void othersAreToldTheOneLine() throws Exception {
        assertThat(require(Map.of("STAND_IN_USER", "1000")))
                .isEqualTo("p2vit: tools are missing; run this, then try again:"
                        + " sudo apt-get install -y --no-install-recommends frobnicate-tools\n");
        assertThat(folder.resolve("installed")).as("nothing was tried").doesNotExist();
    }

    /** All forms in which Surefire and JUnit write why a test was skipped. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<skipped type='org.opentest4j.TestAbortedException'><![CDATA[org.opentest4j.TestAbortedException: Assumption failed: /d/x is absent; set P2VIT_DATA.\\n\\tat A.b(A.java:1)\\n]]></skipped> | /d/x is absent; set P2VIT_DATA.",
                "<skipped message='no &lt;data&gt; &amp; no &quot;tool&quot;'/> | no <data> & no \"tool\"",
                "<skipped message='Assumption failed: gcc is not installed' type='x'><![CDATA[x]]></skipped> | gcc is not installed",
                "<skipped>void here</skipped>        | void here",
                "<skipped/>                          | no reason is stated",
                "<skipped type='x'/>                 | no reason is stated"
            })
    void skippedTestIsNamedWithItsReason(String element, String reason) throws Exception {
        Path reports = Files.createDirectories(folder.resolve("module/target/surefire-reports"));
        String xml = "<testsuite name='T' tests='2' errors='0' skipped='1' failures='0'>\n"
                + "  <testcase name='b' classname='A' time='0.0'>\n    "
                + element.replace("\\n", "\n").replace("\\t", "\t")
                + "\n  </testcase>\n</testsuite>\n";
        Files.writeString(reports.resolve("TEST-T.xml"), xml.replace('\'', '"'));
        assertThat(run(Map.of(), ".make/test-summary", "target/summary.json"))
                .isEqualTo("skipped: A.b: " + reason
                        + "\nAll modules: tests run: 2, failures: 0, errors: 0, skipped: 1\n");
    }

    private String require(Map<String, String> environment) throws Exception {
        return run(environment, ".make/tools", "require", "frobnicate")
                .replaceFirst("installing frobnicate-tools\n", "");
    }

    private String installed() throws IOException {
        return Files.readString(folder.resolve("installed"));
    }

    private String run(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        Map<String, String> own = new HashMap<>(environment);
        own.put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().remove("CI");
        builder.environment().putAll(own);
        Process process = builder.start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private void script(String name, String text) throws IOException {
        Path file = folder.resolve("bin").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
