package dev.sluice.schemas.config;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** A block of IP addresses in CIDR form (RFC 4632, RFC 4291), or one address. */
public final class Network {
  private static final String BYTE = "(?:0|[1-9][0-9]{0,2})";

  /** Four parts without leading zeros, which some take for octal; or anything with a colon. */
  private static final Pattern LITERAL =
      Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}|(?=.*:)[0-9a-fA-F:.]{2,45}");

  private final String text;
  private final byte[] address;
  private final int bits;

  private Network(String text, byte[] address, int bits) {
    this.text = text;
    this.address = address;
    this.bits = bits;
  }

  /**
   * The network of this text.
   *
   * @throws IllegalArgumentException if it is none, or has bits set behind its prefix
   */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    byte[] address =
        literal(slash < 0 ? text : text.substring(0, slash))
            .orElseThrow(() -> new IllegalArgumentException(expected()));
    int most = address.length * 8;
    int bits = slash < 0 ? most : prefix(text.substring(slash + 1), most);
    byte[] base = masked(address, bits);
    if (!Arrays.equals(base, address)) {
      throw new IllegalArgumentException("a network has no bits set behind its prefix");
    }
    return new Network(text, base, bits);
  }

  private static String expected() {
    return "a network is like 10.0.0.0/8, 192.168.1.7 or 2001:db8::/32";
  }

  private static int prefix(String text, int most) {
    if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) > most) {
      throw new IllegalArgumentException(expected());
    }
    return Integer.parseInt(text);
  }

  /** The bytes of an address literal; never looks a name up. */
  private static Optional<byte[]> literal(String text) {
    if (!LITERAL.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text).getAddress());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static byte[] masked(byte[] address, int bits) {
    byte[] masked = address.clone();
    for (int i = 0; i < masked.length; i++) {
      int kept = Math.clamp(bits - i * 8L, 0, 8);
      masked[i] &= (byte) (0xff << (8 - kept));
    }
    return masked;
  }

  /** Whether an address, written as a literal, lies in it. */
  public boolean contains(String literal) {
    Optional<byte[]> given = literal(literal);
    return given.isPresent()
        && given.get().length == address.length
        && Arrays.equals(masked(given.get(), bits), address);
  }

  @Override
  public String toString() {
    return text;
  }
}
