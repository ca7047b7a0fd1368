package dev.sluice.bench.load;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One call in the bytes in which it is sent again and again.
 *
 * @param address already resolved
 * @param bytes request line, headers and body; never changed
 */
public record Call(InetSocketAddress address, byte[] bytes) {

  private static final int HTTP_PORT = 80;

  /**
   * A POST of JSON.
   *
   * @param url plain {@code http} only
   */
  public static Call post(URI url, Map<String, String> headers, String body) {
    if (!"http".equals(url.getScheme())) {
      throw new IllegalArgumentException("only http:// can be called, not " + url);
    }
    int port = url.getPort() < 0 ? HTTP_PORT : url.getPort();
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder();
    head.append("POST ").append(url.getRawPath()).append(" HTTP/1.1\r\n");
    head.append("host: ").append(url.getHost()).append(':').append(port).append("\r\n");
    head.append("content-type: application/json\r\n");
    head.append("content-length: ").append(content.length).append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = new byte[start.length + content.length];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(content, 0, all, start.length, content.length);
    return new Call(new InetSocketAddress(url.getHost(), port), all);
  }
}
