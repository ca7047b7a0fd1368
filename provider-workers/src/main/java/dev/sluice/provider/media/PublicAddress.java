package dev.sluice.provider.media;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * Which addresses are of the public internet: all but those of the IANA registries of
 * special-purpose addresses (RFC 6890 and what followed it), private, loopback, link-local and
 * multicast ones among them. An address that carries an IPv4 one inside counts as that. Pure.
 */
final class PublicAddress {
  private static final int[][] SPECIAL_V4 = {
    {0x00000000, 8}, // this network
    {0x0a000000, 8}, // private
    {0x64400000, 10}, // shared by carriers
    {0x7f000000, 8}, // loopback
    {0xa9fe0000, 16}, // link-local, with the metadata services of clouds
    {0xac100000, 12}, // private
    {0xc0000000, 24}, // protocol assignments
    {0xc0000200, 24}, // documentation
    {0xc0586300, 24}, // 6to4 relays
    {0xc0a80000, 16}, // private
    {0xc6120000, 15}, // benchmarks
    {0xc6336400, 24}, // documentation
    {0xcb007100, 24}, // documentation
    {0xe0000000, 4}, // multicast
    {0xf0000000, 4}, // reserved, broadcast
  };

  private PublicAddress() {}

  static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? isPublicV4(v4(bytes, 0)) : isPublicV6(bytes);
  }

  private static boolean isPublicV4(int address) {
    for (int[] special : SPECIAL_V4) {
      if ((address & (-1 << (32 - special[1]))) == special[0]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPublicV6(byte[] bytes) {
    if (startsWith(bytes, 0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0)) {
      return isPublicV4(v4(bytes, 12)); // NAT64
    }
    if (startsWith(bytes, 0x20, 0x02)) {
      return isPublicV4(v4(bytes, 2)); // 6to4
    }
    boolean global = (bytes[0] & 0xe0) == 0x20; // 2000::/3, all that is given out
    boolean special =
        startsWith(bytes, 0x20, 0x01, 0x0d, 0xb8) // documentation
            || (startsWith(bytes, 0x20, 0x01) && (bytes[2] & 0xfe) == 0) // Teredo, benchmarks, …
            || (startsWith(bytes, 0x3f, 0xff) && (bytes[2] & 0xf0) == 0); // documentation
    return global && !special;
  }

  private static boolean startsWith(byte[] bytes, int... prefix) {
    byte[] wanted = new byte[prefix.length];
    for (int i = 0; i < prefix.length; i++) {
      wanted[i] = (byte) prefix[i];
    }
    return Arrays.equals(bytes, 0, wanted.length, wanted, 0, wanted.length);
  }

  private static int v4(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | (bytes[at + 3] & 0xff);
  }
}
