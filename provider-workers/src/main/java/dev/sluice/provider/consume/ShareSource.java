package dev.sluice.provider.consume;

import dev.sluice.schemas.kafka.BrokerClock;
import dev.sluice.schemas.kafka.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dispatches by share group: whoever polls gets the next ones. Explicit acknowledgement, records up
 * to the limit and no more, never renewed.
 */
final class ShareSource implements DispatchSource {
  private static final Logger LOG = LoggerFactory.getLogger(ShareSource.class);
  private static final int MAX_POLL_RECORDS = 256;
  private static final int FETCH_WAIT_MS = 500;

  private final KafkaShareConsumer<byte[], byte[]> consumer;
  private final int pollRecords;
  private final Admin admin;
  private final EarlierLeaders leaders;

  ShareSource(KafkaSettings kafka, String group, String clientId, int slots, BrokerClock clock) {
    admin = kafka.admin(clientId + "-leaders");
    leaders = new EarlierLeaders(EarlierLeaders.by(admin), clock);
    pollRecords = Math.clamp(slots / 8, 1, MAX_POLL_RECORDS);
    Map<String, Object> properties = new HashMap<>(kafka.common(clientId));
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    properties.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
    properties.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, pollRecords);
    properties.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, Integer.MAX_VALUE);
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS);
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 32 << 20);
    consumer =
        new KafkaShareConsumer<>(
            properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.setAcknowledgementCommitCallback((offsets, failure) -> {
      if (failure != null) {
        LOG.atDebug()
            .addKeyValue("error", failure.getClass().getSimpleName())
            .log("An acknowledgement was not taken; the dispatch comes again");
      }
    });
  }

  @Override
  public void subscribe(Set<String> topics) {
    consumer.subscribe(topics);
  }

  @Override
  public List<Delivered> poll(Duration atMost) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    consumer.poll(atMost).forEach(records::add);
    Set<ConsumerRecord<byte[], byte[]>> again = leaders.mayHaveDelivered(records);
    List<Delivered> delivered = new ArrayList<>(records.size());
    for (ConsumerRecord<byte[], byte[]> record : records) {
      int count = record.deliveryCount().map(Short::intValue).orElse(1);
      delivered.add(new Delivered(record, again.contains(record) ? count + 1 : count));
    }
    return delivered;
  }

  @Override
  public int pollRecords() {
    return pollRecords;
  }

  @Override
  public void accept(Delivered delivered) {
    consumer.acknowledge(delivered.record(), AcknowledgeType.ACCEPT);
  }

  @Override
  public void release(Delivered delivered) {
    consumer.acknowledge(delivered.record(), AcknowledgeType.RELEASE);
  }

  @Override
  public void commit() {
    consumer.commitAsync();
  }

  @Override
  public void close() {
    consumer.close(Duration.ofSeconds(5));
    admin.close();
  }
}
