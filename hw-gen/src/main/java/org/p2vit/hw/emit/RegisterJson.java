// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.emit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.p2vit.hw.register.Register;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The registers as JSON; all numbers are unsigned and decimal. */
final class RegisterJson implements CompanionFile {
    /** Version of the form. */
    static final int VERSION = 1;

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * The file's form.
     *
     * @param ip vendor, library, name and version by which tools and drivers know the accelerator
     */
    record Document(
            int formatVersion,
            String config,
            String ip,
            Map<String, Long> constants,
            List<Entry> registers,
            List<ErrorEntry> errors) {}

    /** A register. */
    record Entry(
            String name,
            int offset,
            Register.Access access,
            long reset,
            String description,
            List<Register.Field> fields) {}

    /** A value of field CODE of register ERROR. */
    record ErrorEntry(int code, String name, String meaning) {}

    @Override
    public String file() {
        return "registers.json";
    }

    @Override
    public String text(RegisterTable table) {
        Map<String, Long> constants = new LinkedHashMap<>();
        table.constants().forEach(constant -> constants.put(constant.name(), constant.value()));
        Document document = new Document(
                VERSION,
                table.config().name(),
                IpIdentity.vlnv(),
                constants,
                table.registers().stream().map(RegisterJson::entry).toList(),
                table.errors().stream()
                        .map(code -> new ErrorEntry(code.ordinal(), code.name(), code.meaning()))
                        .toList());
        return JSON.writeValueAsString(document).replace(System.lineSeparator(), "\n") + "\n";
    }

    private static Entry entry(Register register) {
        return new Entry(
                register.name(),
                register.offset(),
                register.access(),
                register.unsignedReset(),
                register.description(),
                register.fields());
    }
}
