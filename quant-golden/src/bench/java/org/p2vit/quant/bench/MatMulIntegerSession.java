// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.bench;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * ONNX Runtime with a model of one node, {@code Y = MatMulInteger(A, B)}, on one thread. B is a constant of the model, so
 * that the runtime may arrange it beforehand. The model is written as protocol buffers by hand.
 */
final class MatMulIntegerSession implements AutoCloseable {
    private static final int INT8 = 3;
    private static final int INT32 = 6;

    private final OrtSession session;
    private final OnnxTensor input;
    private final int[] output;

    /**
     * @param left [rows x depth]
     * @param right [columns x depth]
     */
    MatMulIntegerSession(byte[] left, int rows, int depth, byte[] right, int columns) {
        byte[] transposed = new byte[right.length];
        for (int o = 0; o < columns; o++) {
            for (int k = 0; k < depth; k++) {
                transposed[k * columns + o] = right[o * depth + k];
            }
        }
        output = new int[rows * columns];
        try {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                options.setIntraOpNumThreads(1);
                options.setInterOpNumThreads(1);
                session = environment.createSession(model(rows, depth, transposed, columns), options);
            }
            ByteBuffer buffer = ByteBuffer.allocateDirect(left.length).order(ByteOrder.nativeOrder());
            buffer.put(left).flip();
            input = OnnxTensor.createTensor(environment, buffer, new long[] {rows, depth}, OnnxJavaType.INT8);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    int[] run() {
        try (OrtSession.Result result = session.run(Map.of("A", input))) {
            ((OnnxTensor) result.get(0)).getIntBuffer().get(output);
            return output;
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            input.close();
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] model(int rows, int depth, byte[] right, int columns) {
        Message node = new Message().text(1, "A").text(1, "B").text(2, "Y").text(4, "MatMulInteger");
        Message constant = new Message()
                .number(1, depth)
                .number(1, columns)
                .number(2, INT8)
                .text(8, "B")
                .bytes(9, right);
        Message graph = new Message()
                .message(1, node)
                .text(2, "product")
                .message(5, constant)
                .message(11, tensor("A", INT8, rows, depth))
                .message(12, tensor("Y", INT32, rows, columns));
        return new Message()
                .number(1, 8)
                .message(7, graph)
                .message(8, new Message().text(1, "").number(2, 13))
                .content();
    }

    private static Message tensor(String name, int type, int rows, int columns) {
        Message shape = new Message()
                .message(1, new Message().number(1, rows))
                .message(1, new Message().number(1, columns));
        Message tensor = new Message().number(1, type).message(2, shape);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    /** A protocol-buffers message under construction. */
    private static final class Message {
        private static final int VARINT = 0;
        private static final int LENGTH_DELIMITED = 2;

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint((long) field << 3 | VARINT);
            varint(value);
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return bytes(field, value.content());
        }

        Message bytes(int field, byte[] value) {
            varint((long) field << 3 | LENGTH_DELIMITED);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        byte[] content() {
            return out.toByteArray();
        }

        private void varint(long value) {
            long rest = value;
            while (rest >= 128) {
                out.write((int) (rest & 127 | 128));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
