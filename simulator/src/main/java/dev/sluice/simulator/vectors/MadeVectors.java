package dev.sluice.simulator.vectors;

import dev.sluice.simulator.bill.Seeds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/** Vectors of length 1 that depend on nothing but text and number of dimensions. */
final class MadeVectors {
  private static final int USUAL = 64;
  private static final int MOST = 4096;

  private MadeVectors() {}

  static float[] of(String text, int wanted) {
    int dimensions = wanted == 0 ? USUAL : Math.clamp(wanted, 1, MOST);
    var raw = new double[dimensions];
    long seed = Seeds.mix(text.hashCode());
    double squares = 0;
    for (int i = 0; i < dimensions; i++) {
      raw[i] = Seeds.mix(seed + i) / (double) Long.MAX_VALUE;
      squares += raw[i] * raw[i];
    }
    var vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) (raw[i] / Math.sqrt(squares));
    }
    return vector;
  }

  static void append(float[] vector, StringBuilder json) {
    json.append('[');
    for (int i = 0; i < vector.length; i++) {
      json.append(i == 0 ? "" : ",").append(vector[i]);
    }
    json.append(']');
  }

  static String base64(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
