package dev.sluice.launcher.command;

import dev.sluice.launcher.assembly.Connection;
import dev.sluice.launcher.assembly.StartFailure;
import dev.sluice.schemas.config.SluiceFile;
import dev.sluice.schemas.report.TopicScan;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.serde.RegistryException;
import dev.sluice.schemas.topic.Topic;
import dev.sluice.schemas.topic.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice topics}. */
@Command(
    name = "topics",
    mixinStandardHelpOptions = true,
    description = "Looks at the topics.",
    subcommands = {
      TopicsCommand.ListAll.class,
      TopicsCommand.Describe.class,
      TopicsCommand.Tail.class
    })
public final class TopicsCommand {
  abstract static class OnKafka implements Callable<Integer> {
    @Mixin private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() {
      SluiceFile file = config.load(System.getenv(), Set.of());
      Connection connection = Connection.of(file, System.getenv());
      TopicScan scan = Scans.of(connection);
      try (KafkaConsumer<byte[], byte[]> consumer = scan.consumer()) {
        return run(connection, scan, consumer);
      } catch (KafkaException e) {
        throw scan.unreachable(e);
      }
    }

    abstract int run(Connection connection, TopicScan scan, KafkaConsumer<byte[], byte[]> consumer);
  }

  /** {@code sluice topics list}. */
  @Command(name = "list", mixinStandardHelpOptions = true, description = "Topics with their sizes.")
  public static final class ListAll extends OnKafka {
    @Override
    int run(Connection connection, TopicScan scan, KafkaConsumer<byte[], byte[]> consumer) {
      List<List<String>> rows = new ArrayList<>();
      Map<String, List<PartitionInfo>> all = new TreeMap<>(consumer.listTopics());
      all.forEach((name, infos) -> {
        if (name.startsWith(connection.topics().prefix())) {
          List<TopicPartition> partitions = scan.partitions(consumer, name);
          long begin = sum(consumer.beginningOffsets(partitions));
          long end = sum(consumer.endOffsets(partitions));
          rows.add(List.of(name, Integer.toString(infos.size()), Long.toString(end - begin)));
        }
      });
      Tables.print(
          System.out, Tables.Output.table, List.of("topic", "partitions", "records"), rows);
      return 0;
    }

    private static long sum(Map<TopicPartition, Long> offsets) {
      return offsets.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** {@code sluice topics describe NAME}. */
  @Command(
      name = "describe",
      mixinStandardHelpOptions = true,
      description = "What a topic holds, who writes it, who reads it, and its schema.")
  public static final class Describe extends OnKafka {
    @Parameters(paramLabel = "TOPIC", description = "Name, with or without the prefix.")
    private String name = "";

    @Override
    int run(Connection connection, TopicScan scan, KafkaConsumer<byte[], byte[]> consumer) {
      Topic<?> topic = find(connection.topics(), name);
      List<TopicPartition> partitions = scan.partitions(consumer, topic.name());
      System.out.println("topic      " + topic.name());
      System.out.println("key        " + topic.keyMeaning());
      System.out.println("record     " + topic.valueType().getName());
      System.out.println("writers    " + String.join(", ", topic.writers()));
      System.out.println("readers    " + String.join(", ", topic.readers()));
      System.out.println(
          "kept       " + (topic.compacted() ? "latest per key" : topic.retention()));
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      for (TopicPartition partition : partitions) {
        System.out.println(
            "partition  "
                + partition.partition()
                + ": offsets "
                + begins.get(partition)
                + " to "
                + ends.get(partition));
      }
      System.out.println(
          org.apache.avro.specific.SpecificData.get().getSchema(topic.valueType()).toString(true));
      return 0;
    }
  }

  /** {@code sluice topics tail NAME}. */
  @Command(
      name = "tail",
      mixinStandardHelpOptions = true,
      showDefaultValues = true,
      description = "The last records of a topic as JSON; --follow waits for more.")
  public static final class Tail extends OnKafka {
    private static final int HEADER = 5;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "TOPIC", description = "Name, with or without the prefix.")
    private String name = "";

    @Option(names = "-n", description = "Records of each partition.")
    private int count = 10;

    @Option(names = "--follow", description = "Goes on until it is stopped.")
    private boolean follow;

    @Override
    int run(Connection connection, TopicScan scan, KafkaConsumer<byte[], byte[]> consumer) {
      String full =
          name.startsWith(connection.topics().prefix())
              ? name
              : connection.topics().prefix() + name;
      Codecs codecs = Codecs.of(connection.kafka().registryUrl());
      List<TopicPartition> partitions = scan.partitions(consumer, full);
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
      ends.forEach((partition, end) ->
          consumer.seek(partition, Math.max(begins.getOrDefault(partition, 0L), end - count)));
      while (follow || TopicScan.before(consumer, ends)) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          spec.commandLine().getOut().println(line(codecs, record));
        }
      }
      return 0;
    }

    private static String line(Codecs codecs, ConsumerRecord<byte[], byte[]> record) {
      String key = record.key() == null ? "-" : new String(record.key(), StandardCharsets.UTF_8);
      return Instant.ofEpochMilli(record.timestamp())
          + " "
          + record.partition()
          + ":"
          + record.offset()
          + " "
          + key
          + " "
          + json(codecs, record.value());
    }

    private static String json(Codecs codecs, byte @org.jspecify.annotations.Nullable [] value) {
      if (value == null) {
        return "null";
      }
      if (value.length < HEADER || value[0] != 0) {
        return "(" + value.length + " bytes that are not in the Confluent wire format)";
      }
      try {
        Schema schema = codecs.registry().schemaOf(ByteBuffer.wrap(value, 1, 4).getInt());
        return String.valueOf(
            new GenericDatumReader<>(schema)
                .read(
                    null,
                    DecoderFactory.get()
                        .binaryDecoder(value, HEADER, value.length - HEADER, null)));
      } catch (IOException | AvroRuntimeException | RegistryException e) {
        return "(undecodable: " + e.getMessage() + ")";
      }
    }
  }

  private static Topic<?> find(Topics topics, String name) {
    String full = name.startsWith(topics.prefix()) ? name : topics.prefix() + name;
    String bare = full.substring(topics.prefix().length());
    if (bare.startsWith("dispatch.")) {
      boolean batch = bare.endsWith(".batch");
      String provider = bare.substring("dispatch.".length(), bare.length() - (batch ? 6 : 0));
      return topics.dispatch(provider, batch);
    }
    return topics.fixed().stream()
        .filter(topic -> topic.name().equals(full))
        .findFirst()
        .orElseGet(() -> {
          for (String part : List.of(".requests", ".replies", ".dead-letter")) {
            if (bare.startsWith("batch.") && bare.endsWith(part)) {
              String project = bare.substring(6, bare.length() - part.length());
              return topics.batchOf(project).stream()
                  .filter(topic -> topic.name().equals(full))
                  .findFirst()
                  .orElseThrow();
            }
          }
          throw new StartFailure(
              "no topic of Sluice is called " + name + "; sluice topics list names them");
        });
  }
}
