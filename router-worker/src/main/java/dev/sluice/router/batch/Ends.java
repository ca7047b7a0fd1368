package dev.sluice.router.batch;

import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.reply.RequestOutcome;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.serde.UndecodableException;
import dev.sluice.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Hears from the outcomes which batch requests ended. It listens only while some are under way, and
 * its position is known before the first of them is fed.
 */
final class Ends implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Codec<RequestOutcome> codec;
  private final List<TopicPartition> all;
  private boolean listening;

  Ends(KafkaSettings kafka, Topics topics, Codecs codecs, String clientId) {
    this.consumer = kafka.consumer(clientId + "-ends", Map.of("max.poll.records", 2000));
    this.codec = codecs.of(topics.outcomes());
    this.all =
        consumer.partitionsFor(topics.outcomes().name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(all);
  }

  /** Hears of all that ends from now on. */
  void listen() {
    if (!listening) {
      consumer.seekToEnd(all);
      all.forEach(consumer::position);
      listening = true;
    }
  }

  /** Takes what ended since out of the window. */
  void read(FeedWindow window) {
    if (window.size() == 0) {
      listening = false;
      return;
    }
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ZERO)) {
      try {
        window.ended(codec.decode(record.value()).getRequestId());
      } catch (UndecodableException e) {
        // The roles that live by the outcomes put it aside.
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
