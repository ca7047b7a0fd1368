package dev.sluice.dialects.canonical;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.Embedding;
import dev.sluice.schemas.chat.VectorForm;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/**
 * Vectors in both of their forms. Decimals stay the text that they were, so no digit is lost; a
 * vector changes its form only where the other one is asked for, and then it is what 32 bits hold.
 */
public final class Vectors {
  private Vectors() {}

  /**
   * Reads the value under the cursor: a list of numbers, or base64 of 32-bit floats.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static void read(JsonCursor in, Embedding embedding) throws IOException {
    if (in.isString()) {
      embedding.setFloat32(floats(in.string()));
    } else if (in.isArray()) {
      embedding.setDecimals(in.raw());
    } else {
      throw new IllegalArgumentException("a vector is a list or base64");
    }
  }

  private static ByteBuffer floats(String base64) {
    byte[] bytes = Base64.getDecoder().decode(base64);
    if (bytes.length == 0 || bytes.length % Float.BYTES != 0) {
      throw new IllegalArgumentException("the base64 holds no 32-bit floats");
    }
    return ByteBuffer.wrap(bytes);
  }

  /** The 32-bit floats as base64. */
  public static String base64(ByteBuffer float32) {
    return ISO_8859_1.decode(Base64.getEncoder().encode(float32.duplicate())).toString();
  }

  /**
   * Brings a vector into a form; callers who name none want decimals.
   *
   * @throws IllegalArgumentException if it is no vector, or one that decimals cannot say
   */
  public static void write(Embedding embedding, VectorForm form) {
    boolean bytes = form == VectorForm.BASE64;
    String decimals = embedding.getDecimals();
    ByteBuffer float32 = embedding.getFloat32();
    if (bytes && decimals != null) {
      embedding.setFloat32(packed(decimals));
      embedding.setDecimals(null);
    } else if (!bytes && float32 != null) {
      embedding.setDecimals(decimals(float32));
      embedding.setFloat32(null);
    }
  }

  private static ByteBuffer packed(String decimals) {
    // a number takes two characters at least, the comma included
    ByteBuffer packed =
        ByteBuffer.allocate((decimals.length() / 2 + 1) * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    try (JsonCursor in = JsonCursor.ofValue(decimals)) {
      while (in.nextElement()) {
        if (!in.isNumber()) {
          throw new IllegalArgumentException("a vector has numbers only");
        }
        packed.putFloat(Float.parseFloat(in.raw()));
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("a vector is a list of numbers", e);
    }
    return ByteBuffer.wrap(packed.array(), 0, packed.position()).slice();
  }

  private static String decimals(ByteBuffer float32) {
    ByteBuffer floats = float32.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    var decimals = new StringBuilder(floats.remaining() * 3 + 2).append('[');
    try {
      while (floats.hasRemaining()) {
        float value = floats.getFloat();
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException("JSON has no such number: " + value);
        }
        decimals.append(decimals.length() == 1 ? "" : ",").append(value);
      }
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a vector has whole floats only", e);
    }
    return decimals.append(']').toString();
  }
}
