// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Offers a device to drivers in other processes, one after the other. The device keeps its state between them, as a board does.
 *
 * <p>On the socket a request is three little-endian words: operation (1 read register, 2 write register, 3 run the clock until the
 * interrupt, 4 memory address), offset (4: 0 the low half, 4 the high one), value (3: cycles at most). The answer is two words:
 * status (0, or 1 for a bus error) and value. A simulation that broke a rule ends the connection.
 */
public final class DeviceServer implements AutoCloseable {
    /** Name of the socket in the device's folder. */
    public static final String REGISTERS = "registers";

    /** Name of the file in the device's folder that is the memory. */
    public static final String MEMORY = "memory";

    /** Environment variable by which drivers find the folder. */
    public static final String ENVIRONMENT = "P2VIT_DEVICE";

    private static final int WORD = Integer.BYTES;

    private final Device device;
    private final Path socket;
    private final ServerSocketChannel server;
    private final Thread thread;
    private volatile SocketChannel connection;
    private volatile Throwable failure;

    /**
     * Serves until closed.
     *
     * @param folder gets the socket; its path must be short, about 90 characters
     */
    public DeviceServer(Device device, Path folder) {
        this.device = device;
        this.socket = folder.resolve(REGISTERS);
        try {
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = new Thread(this::serve, "device");
        thread.start();
    }

    private void serve() {
        while (failure == null) {
            try (SocketChannel driver = server.accept()) {
                connection = driver;
                answer(driver);
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException ended) {
                // A driver that died; the next finds the device as this one left it.
            } catch (RuntimeException | Error e) {
                failure = e;
            }
        }
    }

    private void answer(SocketChannel driver) throws IOException {
        ByteBuffer request = ByteBuffer.allocate(3 * WORD).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer answer = ByteBuffer.allocate(2 * WORD).order(ByteOrder.LITTLE_ENDIAN);
        while (receive(driver, request)) {
            answer.clear();
            try {
                int value = execute(request.getInt(0), request.getInt(WORD), request.getInt(2 * WORD));
                answer.putInt(0).putInt(value);
            } catch (IllegalStateException busError) {
                answer.putInt(1).putInt(0);
            }
            answer.flip();
            while (answer.hasRemaining()) {
                driver.write(answer);
            }
        }
    }

    private static boolean receive(SocketChannel driver, ByteBuffer request) throws IOException {
        request.clear();
        while (request.hasRemaining()) {
            if (driver.read(request) < 0) {
                return false;
            }
        }
        return true;
    }

    private int execute(int operation, int offset, int value) {
        return switch (operation) {
            case 1 -> device.read(offset);
            case 2 -> {
                device.write(offset, value);
                yield 0;
            }
            case 3 -> {
                require(value >= 0, "a run of " + value + " cycles");
                yield device.run(value) ? 1 : 0;
            }
            case 4 -> {
                require(offset == 0 || offset == WORD, "the address at offset " + offset);
                yield (int) (device.memoryAddress() >>> Byte.SIZE * offset);
            }
            default -> throw new IllegalStateException("unknown operation " + operation);
        };
    }

    private static void require(boolean possible, String asked) {
        if (!possible) {
            throw new IllegalStateException("there is no such thing as " + asked);
        }
    }

    /**
     * Runs a program that finds the device.
     *
     * @param output is told each line that it prints, errors included
     * @return its exit status
     */
    public int run(List<String> command, Consumer<String> output) throws IOException {
        ProcessBuilder program =
                new ProcessBuilder(command).redirectErrorStream(true).redirectInput(ProcessBuilder.Redirect.INHERIT);
        program.environment().put(ENVIRONMENT, socket.getParent().toString());
        Process process = program.start();
        try {
            process.inputReader(StandardCharsets.UTF_8).lines().forEach(output);
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command.get(0) + " was running", e);
        } finally {
            process.destroy();
        }
    }

    /** Ends the service; throws what ended it before, if anything did. */
    @Override
    public void close() {
        try {
            server.close();
            if (connection != null) {
                connection.close();
            }
            thread.join();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException broken) {
            throw broken;
        }
    }
}
