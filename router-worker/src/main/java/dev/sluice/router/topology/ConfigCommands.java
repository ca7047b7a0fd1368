package dev.sluice.router.topology;

import dev.sluice.router.control.ConfigDecider;
import dev.sluice.schemas.control.AuditEntry;
import dev.sluice.schemas.control.ConfigCommand;
import dev.sluice.schemas.control.ConfigEntry;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.UndecodableException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Turns configuration commands into entries and audit lines. The entry is written before the offset
 * of its command is committed; a command that is read again finds its id in the entry.
 */
final class ConfigCommands implements Processor<byte[], byte[], byte[], Outgoing> {
  private final RouterServices services;
  private final Codec<ConfigCommand> commands;
  private final Codec<ConfigEntry> entries;
  private final Codec<AuditEntry> audits;
  private final Undecodable undecodable;
  private ProcessorContext<byte[], Outgoing> context;
  private KeyValueStore<Bytes, byte[]> store;

  @SuppressWarnings("NullAway.Init") // Streams calls init before anything else
  ConfigCommands(RouterServices services, RouterCodecs codecs) {
    this.services = services;
    this.commands = services.codecs().of(services.topics().configCommands());
    this.entries = services.codecs().of(services.topics().config());
    this.audits = services.codecs().of(services.topics().audit());
    this.undecodable = new Undecodable(services, codecs.undecodable());
  }

  @Override
  public void init(ProcessorContext<byte[], Outgoing> taskContext) {
    context = taskContext;
    store = taskContext.getStateStore(RouterNodes.CONFIG_STORE);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata metadata = context.recordMetadata().orElseThrow();
    ConfigCommand command;
    try {
      command = commands.decode(record.value());
    } catch (UndecodableException e) {
      context.forward(undecodable.record(record, metadata, e), RouterNodes.CONFIG_UNDECODABLE_SINK);
      return;
    }
    byte[] key = (command.getKind() + '/' + command.getName()).getBytes(StandardCharsets.UTF_8);
    Bytes stored = Bytes.wrap(key);
    byte[] inForce = store.get(stored);
    ConfigDecider.Result result =
        ConfigDecider.decide(
            command, inForce == null ? null : entries.decode(inForce), record.timestamp());
    ConfigEntry entry = result.entry();
    if (entry != null) {
      byte[] encoded = entries.encode(entry);
      store.put(stored, encoded);
      send(RouterNodes.CONFIG_SINK, services.topics().config().name(), key, encoded);
    }
    send(
        RouterNodes.AUDIT_SINK,
        services.topics().audit().name(),
        key,
        audits.encode(result.audit()));
  }

  private void send(String sink, String topic, byte[] key, byte[] value) {
    context.forward(
        new Record<>(key, new Outgoing(topic, -1, value), services.clock().millis()), sink);
  }
}
