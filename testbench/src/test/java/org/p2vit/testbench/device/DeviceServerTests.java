// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What drivers are answered on the socket, word by word. */
@Timeout(20)
class DeviceServerTests {
    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int RUN = 3;
    private static final int ADDRESS = 4;
    private static final int HIGHEST = 0xffc;
    private static final long MEMORY_ADDRESS = 0x8765_4321_9abc_def0L;

    @TempDir
    private Path folder;

    private final Registers device = new Registers();
    private DeviceServer server;

    /** Registers that hold what was written; their bus refuses offsets beyond the last, and the heap ends at one of them. */
    private static final class Registers implements Device {
        private static final int EXHAUSTED = 0x100;

        private final Map<Integer, Integer> values = new HashMap<>();
        private final List<Integer> runs = new ArrayList<>();

        @Override
        public long memoryAddress() {
            return MEMORY_ADDRESS;
        }

        @Override
        public int read(int offset) {
            if (offset == EXHAUSTED) {
                throw new OutOfMemoryError("Java heap space");
            }
            require(offset);
            return values.getOrDefault(offset, 0);
        }

        @Override
        public void write(int offset, int value) {
            require(offset);
            values.put(offset, value);
        }

        private static void require(int offset) {
            if (offset < 0 || offset > HIGHEST) {
                throw new IllegalStateException("no register");
            }
        }

        @Override
        public boolean run(int cycles) {
            runs.add(cycles);
            return cycles > 1000;
        }
    }

    /** A driver's end of the socket. */
    private static final class Driver implements AutoCloseable {
        private final SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);

        private Driver(Path folder) throws IOException {
            socket.connect(UnixDomainSocketAddress.of(folder.resolve(DeviceServer.REGISTERS)));
        }

        private static byte[] request(int operation, int offset, int value) {
            return ByteBuffer.allocate(12)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(operation)
                    .putInt(offset)
                    .putInt(value)
                    .array();
        }

        private void send(byte[] bytes, int from, int to) throws IOException {
            ByteBuffer part = ByteBuffer.wrap(bytes, from, to - from);
            while (part.hasRemaining()) {
                socket.write(part);
            }
        }

        /** Status and value; nothing when the connection has ended. */
        private List<Integer> answer() throws IOException {
            ByteBuffer answer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            while (answer.hasRemaining()) {
                if (socket.read(answer) < 0) {
                    return List.of();
                }
            }
            return List.of(answer.getInt(0), answer.getInt(4));
        }

        private List<Integer> ask(int operation, int offset, int value) throws IOException {
            send(request(operation, offset, value), 0, 12);
            return answer();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @BeforeEach
    void serve() {
        server = new DeviceServer(device, folder);
    }

    @AfterEach
    void end() {
        server.close();
        assertThat(folder.resolve(DeviceServer.REGISTERS)).doesNotExist();
    }

    @Test
    void everyOperationIsOneOfTheDevice() throws IOException {
        try (Driver driver = new Driver(folder)) {
            assertThat(driver.ask(WRITE, HIGHEST, 0x89ab_cdef)).containsExactly(0, 0);
            assertThat(driver.ask(READ, HIGHEST, 7)).containsExactly(0, 0x89ab_cdef);
            assertThat(driver.ask(READ, 0, 0)).containsExactly(0, 0);
            assertThat(driver.ask(RUN, 0, 1000)).containsExactly(0, 0);
            assertThat(driver.ask(RUN, 0, 1001)).containsExactly(0, 1);
            assertThat(driver.ask(ADDRESS, 0, 0)).containsExactly(0, 0x9abc_def0);
            assertThat(driver.ask(ADDRESS, 4, 0)).containsExactly(0, 0x8765_4321);
        }
        assertThat(device.values).containsExactly(Map.entry(HIGHEST, 0x89ab_cdef));
        assertThat(device.runs).containsExactly(1000, 1001);
    }

    /** Of an access outside, of an operation that is none, of a third half of the address, of a clock that runs backwards. */
    @ParameterizedTest
    @CsvSource({
        "1, 4096, 0",
        "1, -4, 0",
        "2, 4096, 5",
        "2, -2147483648, 5",
        "0, 0, 0",
        "5, 0, 0",
        "-1, 0, 0",
        "4, 8, 0",
        "4, 1, 0",
        "4, -4, 0",
        "3, 0, -1"
    })
    void anErrorIsAnsweredAndTheServiceGoesOn(int operation, int offset, int value) throws IOException {
        try (Driver driver = new Driver(folder)) {
            assertThat(driver.ask(operation, offset, value)).containsExactly(1, 0);
            assertThat(driver.ask(WRITE, 8, 9)).containsExactly(0, 0);
            assertThat(driver.ask(READ, 8, 0)).containsExactly(0, 9);
        }
        assertThat(device.values).containsOnlyKeys(8);
        assertThat(device.runs).isEmpty();
    }

    @Test
    void requestsComeInPiecesOrTogether() throws IOException {
        try (Driver driver = new Driver(folder)) {
            byte[] write = Driver.request(WRITE, 16, 3);
            for (int i = 0; i < write.length; i++) {
                driver.send(write, i, i + 1);
            }
            assertThat(driver.answer()).containsExactly(0, 0);
            byte[] two = ByteBuffer.allocate(24)
                    .put(Driver.request(READ, 16, 0))
                    .put(Driver.request(READ, 1 << 20, 0))
                    .array();
            driver.send(two, 0, two.length);
            assertThat(driver.answer()).containsExactly(0, 3);
            assertThat(driver.answer()).containsExactly(1, 0);
        }
    }

    /** Half a request is none. */
    @Test
    void theNextDriverFindsTheDeviceAsTheLastLeftIt() throws IOException {
        try (Driver first = new Driver(folder)) {
            first.ask(WRITE, 4, 11);
            first.send(Driver.request(WRITE, 4, 12), 0, 11);
        }
        try (Driver second = new Driver(folder)) {
            assertThat(second.ask(READ, 4, 0)).containsExactly(0, 11);
        }
    }

    /** The driver is told by the end of its connection, and who serves hears the reason. */
    @Test
    void anErrorOfTheDeviceEndsTheServiceAndIsHeard() throws IOException {
        try (Driver driver = new Driver(folder)) {
            assertThat(driver.ask(READ, Registers.EXHAUSTED, 0)).isEmpty();
        }
        assertThatThrownBy(server::close).isInstanceOf(OutOfMemoryError.class);
        server = new DeviceServer(device, folder);
    }

    @Test
    void theEndOfTheServiceEndsConnections() throws IOException {
        try (Driver driver = new Driver(folder)) {
            driver.ask(READ, 0, 0);
            server.close();
            assertThat(driver.answer()).isEmpty();
        }
    }

    @Test
    void aProgramFindsTheDeviceAndIsHeard() throws IOException {
        List<String> lines = new ArrayList<>();
        String script = "echo \"$%s\"; echo complaint >&2; exit 7".formatted(DeviceServer.ENVIRONMENT);
        assertThat(server.run(List.of("sh", "-c", script), lines::add)).isEqualTo(7);
        assertThat(lines).containsExactly(folder.toString(), "complaint");
    }
}
