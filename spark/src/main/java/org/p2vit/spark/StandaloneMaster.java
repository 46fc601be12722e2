// SPDX-License-Identifier: Apache-2.0
package org.p2vit.spark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.p2vit.quant.InvalidInputException;

/**
 * The masters that {@code spark://host:port,host:port} names. Spark itself waits for minutes, in silence, for one that is
 * not there.
 */
record StandaloneMaster(List<InetSocketAddress> addresses) {
    private static final String SCHEME = "spark://";
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:/\\[\\]]+):(\\d{1,5})");
    private static final int PATIENCE_MS = 3000;
    private static final int MOST_PORT = 65_535;

    static boolean isNamedBy(String master) {
        return master.startsWith(SCHEME);
    }

    /** @throws InvalidInputException if it is malformed */
    static StandaloneMaster of(String master) {
        return new StandaloneMaster(Stream.of(master.substring(SCHEME.length()).split(",", -1))
                .map(address -> address(address, master))
                .toList());
    }

    private static InetSocketAddress address(String text, String master) {
        Matcher parts = ADDRESS.matcher(text);
        if (!parts.matches() || Integer.parseInt(parts.group(2)) > MOST_PORT) {
            throw new InvalidInputException(
                    "The master \"" + master + "\" is malformed; write spark://host:port, the port usually 7077.");
        }
        return InetSocketAddress.createUnresolved(parts.group(1), Integer.parseInt(parts.group(2)));
    }

    /** Whether one of them takes a connection. */
    boolean answers() {
        return addresses.stream().anyMatch(StandaloneMaster::answers);
    }

    private static boolean answers(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.getHostString(), address.getPort()), PATIENCE_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
