package dev.sluice.provider.media;

import dev.sluice.provider.http.Lane;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One GET of one address. For its lane alone. */
final class MediaDownload {
  private final Lane lane;
  private final List<String> types;
  private final long mostBytes;
  private final String at;
  private final Buffer bytes = Buffer.buffer();
  private String type = "";
  private boolean over;
  private long timer = -1;
  private @Nullable HttpClientRequest request;
  private Consumer<Came> then = came -> {};

  /**
   * @param at says where it comes from, at the beginning of what is said
   */
  MediaDownload(Lane lane, List<String> types, long mostBytes, String at) {
    this.lane = lane;
    this.types = types;
    this.mostBytes = mostBytes;
    this.at = at;
  }

  /** What came. */
  sealed interface Came {
    /** The thing itself, or why it is not to be had. */
    record Whole(Fetched fetched) implements Came {}

    /** A redirect. */
    record Elsewhere(String location) implements Came {}
  }

  /** Asks this very address for what the URL names; once. */
  void start(URI uri, boolean tls, InetAddress address, long withinMs, Consumer<Came> whenDone) {
    then = whenDone;
    timer = lane.vertx().setTimer(withinMs, ignored -> refuse("did not come in time"));
    int port = uri.getPort() < 0 ? (tls ? 443 : 80) : uri.getPort();
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
            .setHost(uri.getHost())
            .setPort(port)
            .setSsl(tls)
            .setURI(uri.getRawQuery() == null ? path : path + '?' + uri.getRawQuery())
            .setConnectTimeout(withinMs)
            .setFollowRedirects(false)
            .putHeader("accept", String.join(", ", types))
            .putHeader("user-agent", "sluice");
    lane.client()
        .request(options)
        .onSuccess(this::connected)
        .onFailure(failure -> refuse("could not be connected to"));
  }

  private void connected(HttpClientRequest connected) {
    request = connected;
    if (over) {
      connected.reset();
      return;
    }
    connected
        .send()
        .onSuccess(this::head)
        .onFailure(failure -> refuse("broke off before its answer"));
  }

  private void head(HttpClientResponse response) {
    response.exceptionHandler(failure -> refuse("broke off"));
    if (over) {
      return;
    }
    int status = response.statusCode();
    String location = response.getHeader("location");
    if (status / 100 == 3 && location != null) {
      finish(new Came.Elsewhere(location));
      return;
    }
    if (status != 200) {
      refuse("answered with status " + status);
      return;
    }
    type = typeOf(response.getHeader("content-type"));
    if (!types.contains(type)) {
      refuse("is of another type than " + String.join(", ", types));
      return;
    }
    response.endHandler(
        ignored -> finish(new Came.Whole(new Fetched.Bytes(bytes.getBytes(), type))));
    response.handler(this::piece);
  }

  private static String typeOf(@Nullable String header) {
    if (header == null) {
      return "";
    }
    int end = header.indexOf(';');
    return (end < 0 ? header : header.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  private void piece(Buffer piece) {
    if (over) {
      return;
    }
    if (bytes.length() + piece.length() > mostBytes) {
      refuse("is larger than the " + mostBytes + " bytes that are left for a request");
      return;
    }
    bytes.appendBuffer(piece);
  }

  private void refuse(String why) {
    finish(new Came.Whole(new Fetched.Refused(at + why)));
  }

  private void finish(Came came) {
    if (over) {
      return;
    }
    over = true;
    lane.vertx().cancelTimer(timer);
    boolean read = came instanceof Came.Whole(Fetched fetched) && fetched instanceof Fetched.Bytes;
    if (request != null && !read) {
      request.reset();
    }
    then.accept(came);
  }
}
