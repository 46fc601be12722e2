// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The simulation runtime (resources {@code cpp/}), bound by JNA direct mapping. One library for all models: a direct
 * mapping binds a class to one library, so the runtime itself loads the models. Names and meanings are those of {@code
 * bridge.cpp}.
 */
final class Bridge {
    private static final List<String> SOURCES =
            List.of("bridge.cpp", "session.cpp", "axi_rules.cpp", "axi_memory.cpp", "axi_lite.cpp");
    private static final List<String> HEADERS = List.of(
            "session.h",
            "bus.h",
            "plan.h",
            "axi_rules.h",
            "axi_memory.h",
            "axi_monitor.h",
            "axi_lite.h",
            "model_abi.h");

    static {
        Native.register(Bridge.class, NativeLibrary.getInstance(library().toString()));
    }

    private Bridge() {}

    private static Path library() {
        Toolchain.require("g++");
        List<String> ingredients = new ArrayList<>();
        SOURCES.forEach(s -> ingredients.add(BuildCache.source(s)));
        HEADERS.forEach(s -> ingredients.add(BuildCache.source(s)));
        ingredients.add(Toolchain.compilerVersion());
        return BuildCache.obtain("runtime", ingredients, Bridge::compile).resolve("libp2vit.so");
    }

    private static void compile(Path folder) throws IOException {
        for (String name : HEADERS) {
            Files.writeString(folder.resolve(name), BuildCache.source(name));
        }
        List<CppCompiler.Unit> units = new ArrayList<>();
        for (String name : SOURCES) {
            String text = BuildCache.source(name);
            units.add(new CppCompiler.Unit(Files.writeString(folder.resolve(name), text), "-O2", text.length()));
        }
        List<Path> objects = CppCompiler.compile(folder, units, List.of());
        CppCompiler.link(folder, objects, List.of("-ldl"), folder.resolve("libp2vit.so"));
    }

    static native long p2vit_open(String library, long pins, long seed);

    static native void p2vit_close(long handle);

    static native Pointer p2vit_error();

    static native void p2vit_settle(long handle);

    static native int p2vit_step(long handle);

    static native int p2vit_run(long handle, long cycles);

    static native long p2vit_cycle(long handle);

    static native Pointer p2vit_message(long handle);

    static native void p2vit_stop_rules(long handle, long stopPin, long hangCycles);

    static native void p2vit_trace(long handle, String path, long from, long to);

    static native void p2vit_write_coverage(long handle, String path);

    static native int p2vit_signal_width(long handle, String scope, String name);

    static native long p2vit_signal_address(long handle, String scope, String name);

    static native int p2vit_add_tap(long handle, String name, long valid, long ready, long[] places, int fields);

    static native long p2vit_tap_bytes(long handle, int tap);

    static native Pointer p2vit_tap_data(long handle, int tap);

    static native void p2vit_tap_clear(long handle, int tap);

    static native int p2vit_add_memory(long handle, String name, long[] plan);

    static native void p2vit_memory_silence(long handle, int bus, int channels);

    static native void p2vit_memory_spoil(long handle, int bus, long from, long to);

    static native void p2vit_memory_answer(long handle, int bus, int channel, int response, long count);

    static native long p2vit_memory_unanswered(long handle, int bus, int channel);

    static native void p2vit_memory_decode(long handle, int bus, int on);

    static native void p2vit_memory_limit_bursts(long handle, int bus, int beats);

    static native void p2vit_memory_watch(
            long handle, int bus, long[] reads, int readRanges, long[] writes, int writeRanges);

    static native Pointer p2vit_memory_strays(long handle, int bus);

    static native void p2vit_memory_reseed(long handle, int bus, long seed);

    static native void p2vit_memory_forget(long handle, int bus);

    static native long p2vit_memory_open(long handle, int bus, int lacking);

    static native int p2vit_add_registers(long handle, String name, long[] plan);

    static native int p2vit_add_monitor(long handle, String name, long[] plan);

    static native void p2vit_register_post(
            long handle, int bus, int write, long address, long data, int strobes, int kept);

    static native int p2vit_register_busy(long handle, int bus);

    static native int p2vit_register_answers(long handle, int bus, long[] into, int room);

    static native void p2vit_register_clear(long handle, int bus);

    static native int p2vit_register_await(long handle, int bus, int write, long limit);

    static native long p2vit_register_data(long handle, int bus);

    static native Pointer p2vit_waiting(long handle, int bus);

    /** Text behind a pointer that the runtime keeps valid until its next call on this thread. */
    static String text(Pointer pointer) {
        return pointer == null ? "" : pointer.getString(0, "UTF-8");
    }
}
