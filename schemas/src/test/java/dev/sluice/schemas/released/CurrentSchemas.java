package dev.sluice.schemas.released;

import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ReplyEvents;
import dev.sluice.schemas.topic.Topic;
import dev.sluice.schemas.topic.TopicSizing;
import dev.sluice.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/** The schemas of this build by the name of what they are written to. */
final class CurrentSchemas {
  private static final String STAND_IN = "any";

  private CurrentSchemas() {}

  /**
   * One per topic of the catalogue, without prefix and with {@code any} for the name of a provider
   * or project, and one per canonical payload encoding.
   */
  static Map<String, Schema> all() {
    Topics topics = new Topics("", TopicSizing.embedded(1 << 20));
    List<Topic<?>> catalogue = new ArrayList<>(topics.fixed());
    catalogue.addAll(topics.dispatchOf(STAND_IN));
    catalogue.addAll(topics.batchOf(STAND_IN));
    Map<String, Schema> schemas = new TreeMap<>();
    for (Topic<?> topic : catalogue) {
      schemas.put(topic.name(), SpecificData.get().getSchema(topic.valueType()));
    }
    schemas.put("payload.canonical-request", CanonicalRequest.getClassSchema());
    schemas.put("payload.canonical-reply", CanonicalReply.getClassSchema());
    schemas.put("payload.canonical-events", ReplyEvents.getClassSchema());
    return schemas;
  }
}
