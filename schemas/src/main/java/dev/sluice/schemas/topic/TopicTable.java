package dev.sluice.schemas.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The catalogue as the Markdown page {@code docs/topics.md}. Pure. */
public final class TopicTable {
  private TopicTable() {}

  /** The page, with the dispatch and batch topics of a stand-in provider and project. */
  public static String markdown(Topics topics) {
    List<Topic<?>> all = new ArrayList<>(topics.fixed());
    all.addAll(topics.dispatchOf("<provider>"));
    all.addAll(topics.batchOf("<project>"));
    StringBuilder page = new StringBuilder(4096);
    page.append("# Topics\n\n");
    page.append("Generated from the catalogue in `schemas/topic`; do not edit. ");
    page.append("Values are Avro in the Confluent wire format, keys are UTF-8 text. ");
    page.append("Partition counts and retention are those of a cluster; ");
    page.append("the embedded broker keeps less.\n\n");
    page.append("| topic | key | record | partitions | kept | writers | readers |\n");
    page.append("|---|---|---|---|---|---|---|\n");
    for (Topic<?> topic : all) {
      page.append("| `").append(topic.name()).append("` | ").append(topic.keyMeaning());
      page.append(" | ").append(topic.valueType().getSimpleName());
      page.append(" | ").append(topic.partitions()).append(" | ").append(kept(topic));
      page.append(" | ").append(String.join(", ", topic.writers()));
      page.append(" | ").append(String.join(", ", topic.readers())).append(" |\n");
    }
    return page.toString();
  }

  private static String kept(Topic<?> topic) {
    if (topic.compacted()) {
      return "compacted";
    }
    Duration span = topic.retention();
    String time = span.toHours() >= 24 ? span.toDays() + " d" : span.toHours() + " h";
    return topic.retentionBytes() < 0
        ? time
        : time + " or " + (topic.retentionBytes() >> 20) + " MiB a partition";
  }
}
