// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DeviceServerTests {
    @TempDir
    private Path folder;

    /** A device without memory left, as a large simulation may be. */
    private static final class Exhausted implements Device {
        @Override
        public long memoryAddress() {
            return 0;
        }

        @Override
        public int read(int offset) {
            throw new OutOfMemoryError("Java heap space");
        }

        @Override
        public void write(int offset, int value) {}

        @Override
        public boolean run(int cycles) {
            return false;
        }
    }

    /** The driver is told by the end of its connection, and who serves hears the reason. */
    @Test
    @Timeout(20)
    void anErrorOfTheDeviceEndsTheServiceAndIsHeard() throws IOException {
        DeviceServer server = new DeviceServer(new Exhausted(), folder);
        try (SocketChannel driver =
                SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve(DeviceServer.REGISTERS)))) {
            ByteBuffer request = ByteBuffer.allocate(12);
            request.put(0, (byte) 1);
            driver.write(request);
            assertThat(driver.read(ByteBuffer.allocate(8))).isEqualTo(-1);
        }
        assertThatThrownBy(server::close).isInstanceOf(OutOfMemoryError.class);
    }
}
