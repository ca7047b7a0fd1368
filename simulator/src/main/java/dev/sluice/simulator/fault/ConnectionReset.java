package dev.sluice.simulator.fault;

import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Closes connections the way that a failing provider does. The one class that knows Vert.x' inside.
 */
public final class ConnectionReset {

  private ConnectionReset() {}

  /** Sends a TCP reset instead of an answer. */
  public static void now(HttpServerRequest request) {
    if (request.connection() instanceof ConnectionBase connection) {
      connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
      connection.channel().close();
    } else {
      request.connection().close();
    }
  }

  /** Closes the connection once what has been written is on its way, without ending the body. */
  public static void afterWrites(HttpServerRequest request) {
    if (request.connection() instanceof ConnectionBase connection) {
      connection
          .channelHandlerContext()
          .writeAndFlush(io.netty.buffer.Unpooled.EMPTY_BUFFER)
          .addListener(written -> connection.channel().close());
    } else {
      request.connection().close();
    }
  }
}
