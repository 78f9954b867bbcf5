package dev.synth.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What is answered to a request, whole.
 *
 * @param status of HTTP
 * @param type of the content
 * @param body shared: each answer sends a view of it
 * @param fields further fields of its head
 */
record Reply(int status, String type, ByteBuf body, Map<String, String> fields) {
  private static final String PLAIN = "text/plain; charset=utf-8";

  /** Text of a type, in UTF-8. */
  static Reply text(String type, String text) {
    return new Reply(200, type + "; charset=utf-8", shared(text), Map.of());
  }

  /** Bytes of a type: many, so they lie where the system takes them from without a copy. */
  static Reply bytes(String type, byte[] bytes) {
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    ByteBuf body = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(direct)).asReadOnly();
    return new Reply(200, type, body, Map.of());
  }

  /** A sentence that says why a request is not met. */
  static Reply refusal(int status, String sentence) {
    return new Reply(status, PLAIN, shared(sentence), Map.of());
  }

  /** A refusal of a method, which names those that are allowed. */
  static Reply onlyBy(String... methods) {
    String sentence = "Only " + String.join(" and ", methods) + " is allowed here.";
    return new Reply(405, PLAIN, shared(sentence), Map.of("Allow", String.join(", ", methods)));
  }

  /** Sends a browser to another path of this server. */
  static Reply to(String path) {
    return new Reply(308, PLAIN, shared("The page is at " + path), Map.of("Location", path));
  }

  /** Whether what was asked for is not given. */
  boolean isRefusal() {
    return status >= 400;
  }

  private static ByteBuf shared(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(bytes)).asReadOnly();
  }
}
