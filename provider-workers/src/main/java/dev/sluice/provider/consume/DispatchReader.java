package dev.sluice.provider.consume;

import dev.sluice.provider.calls.Attempt;
import dev.sluice.schemas.attempt.Dispatch;
import dev.sluice.schemas.kafka.BrokerClock;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.request.Payload;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.serde.RegistryException;
import dev.sluice.schemas.serde.UndecodableException;
import dev.sluice.schemas.topic.Topic;
import dev.sluice.schemas.topic.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Turns records of dispatch topics into attempts. For one thread. */
final class DispatchReader {
  /** What a record is. */
  sealed interface Outcome {
    /** An attempt to be made. */
    record Read(Attempt attempt) implements Outcome {}

    /** Nothing that can be understood, now or later. */
    record Unreadable(String reason) implements Outcome {}

    /** The schema registry does not answer. */
    record NotNow() implements Outcome {}
  }

  private final Topics topics;
  private final Codecs codecs;
  private final boolean batch;
  private final BrokerClock clock;
  private Map<String, Codec<Dispatch>> byTopic = Map.of();

  DispatchReader(Topics topics, Codecs codecs, boolean batch, BrokerClock clock) {
    this.topics = topics;
    this.codecs = codecs;
    this.batch = batch;
    this.clock = clock;
  }

  /** Names of the dispatch topics of these providers; their records can be read from now on. */
  Set<String> topicsOf(Set<String> providers) {
    Map<String, Codec<Dispatch>> known = new HashMap<>(byTopic);
    Set<String> names = new TreeSet<>();
    for (String provider : providers) {
      Topic<Dispatch> topic = topics.dispatch(provider, batch);
      known.put(topic.name(), codecs.of(topic));
      names.add(topic.name());
    }
    byTopic = known;
    return names;
  }

  Outcome read(ConsumerRecord<byte[], byte[]> record) {
    Codec<Dispatch> codec = byTopic.get(record.topic());
    if (codec == null) {
      return new Outcome.Unreadable("the topic is of no provider known here");
    }
    try {
      Dispatch dispatch = codec.decode(record.value());
      Envelope envelope = dispatch.getEnvelope();
      Payload payload = dispatch.getPayload();
      if (envelope == null || payload == null || dispatch.getAttemptId().isEmpty()) {
        return new Outcome.Unreadable("the dispatch has no envelope, payload or attempt id");
      }
      return new Outcome.Read(
          new Attempt(dispatch, envelope, payload, record.timestamp(), clock.nowMs()));
    } catch (UndecodableException e) {
      return new Outcome.Unreadable(String.valueOf(e.getMessage()));
    } catch (RegistryException e) {
      return new Outcome.NotNow();
    }
  }
}
