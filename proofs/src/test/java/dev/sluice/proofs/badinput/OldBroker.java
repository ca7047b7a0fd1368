package dev.sluice.proofs.badinput;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersionCollection;
import org.apache.kafka.common.message.ApiVersionsResponseData.FinalizedFeatureKey;
import org.apache.kafka.common.message.ApiVersionsResponseData.FinalizedFeatureKeyCollection;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBrokerCollection;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.RequestHeader;

/**
 * Answers as a broker of Kafka 3.9 does to a client that asks who it is; it can do nothing else.
 */
final class OldBroker implements AutoCloseable {
  private static final short METADATA_LEVEL = 21;
  private final ServerSocket server;

  private OldBroker(ServerSocket server) {
    this.server = server;
  }

  static OldBroker start() throws IOException {
    OldBroker broker = new OldBroker(new ServerSocket(0, 16, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().start(broker::accept);
    return broker;
  }

  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      while (true) {
        RequestHeader header = RequestHeader.parse(ByteBuffer.wrap(in.readNBytes(in.readInt())));
        ApiKeys api = header.apiKey();
        short version = header.apiVersion();
        ByteBuffer head =
            MessageUtil.toByteBufferAccessor(
                    new ResponseHeaderData().setCorrelationId(header.correlationId()),
                    api.responseHeaderVersion(version))
                .buffer();
        ByteBuffer body = MessageUtil.toByteBufferAccessor(answer(api), version).buffer();
        out.writeInt(head.remaining() + body.remaining());
        out.write(head.array(), head.arrayOffset(), head.remaining());
        out.write(body.array(), body.arrayOffset(), body.remaining());
        out.flush();
      }
    } catch (IOException e) {
      // the client is gone
    }
  }

  private ApiMessage answer(ApiKeys api) {
    return switch (api) {
      case API_VERSIONS -> versions();
      case METADATA ->
          new MetadataResponseData()
              .setClusterId("old")
              .setControllerId(0)
              .setBrokers(
                  new MetadataResponseBrokerCollection(
                      java.util.List.of(
                              new MetadataResponseBroker()
                                  .setNodeId(0)
                                  .setHost("127.0.0.1")
                                  .setPort(server.getLocalPort()))
                          .iterator()));
      default -> throw new UncheckedIOException(new IOException("not known here: " + api));
    };
  }

  private static ApiVersionsResponseData versions() {
    ApiVersionCollection apis = new ApiVersionCollection();
    for (ApiKeys api : new ApiKeys[] {ApiKeys.API_VERSIONS, ApiKeys.METADATA}) {
      apis.add(
          new ApiVersion()
              .setApiKey(api.id)
              .setMinVersion(api.oldestVersion())
              .setMaxVersion(api.latestVersion()));
    }
    FinalizedFeatureKeyCollection features = new FinalizedFeatureKeyCollection();
    features.add(
        new FinalizedFeatureKey()
            .setName("metadata.version")
            .setMinVersionLevel(METADATA_LEVEL)
            .setMaxVersionLevel(METADATA_LEVEL));
    return new ApiVersionsResponseData()
        .setApiKeys(apis)
        .setFinalizedFeaturesEpoch(1)
        .setFinalizedFeatures(features);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
