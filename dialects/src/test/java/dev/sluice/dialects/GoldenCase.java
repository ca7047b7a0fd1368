package dev.sluice.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.dialects.api.ClientDialect;
import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.dialects.api.ProviderReply;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.api.RequestTarget;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.api.StreamWriter;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.dialects.sse.SseParser;
import dev.sluice.dialects.sse.SseWriter;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.Operation;
import dev.sluice.schemas.usage.TokenUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder below {@code golden/}. */
final class GoldenCase {
  private static final Path GOLDEN = Path.of("..", "golden");
  static final boolean UPDATE = Boolean.getBoolean("golden.update");
  private static final CanonicalCodec CODEC = new CanonicalCodec();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Fault fault;
  private final String clientName;
  private final String providerName;
  private final ClientDialect client;
  private final ProviderDialect provider;
  private final JsonNode settings;

  /**
   * @param fault that the translation is to have
   */
  GoldenCase(Path folder, Fault fault) {
    this.folder = folder;
    this.fault = fault;
    String[] names = folder.getName(folder.getNameCount() - 2).toString().split("-to-", 2);
    clientName = names[0];
    providerName = names[1];
    client = Dialects.client(clientName).orElseThrow();
    provider = Dialects.provider(providerName).orElseThrow();
    Path file = folder.resolve("case.json");
    settings =
        Files.exists(file) ? JsonAssert.parse(bytes(file)) : JsonNodeFactory.instance.objectNode();
  }

  String clientName() {
    return clientName;
  }

  String providerName() {
    return providerName;
  }

  /** Whether it is a chat; the page on what works with whom is about these. */
  boolean chats() {
    return parsed().request().getOperation() == Operation.CHAT;
  }

  private ReadRequest.Parsed parsed() {
    byte[] body = bytes(folder.resolve("request.json"));
    var target = RequestTarget.of(settings.path("target").asText("/v1/any"));
    return (ReadRequest.Parsed) client.read(target, body);
  }

  private ProviderCall call(ReadRequest.Parsed parsed) {
    return ProviderCall.of(
        parsed.request(),
        settings.path("model").asText("model-of-the-deployment"),
        settings.path("provider").asText(provider.name()),
        settings.has("output_limit") ? Long.valueOf(settings.get("output_limit").asLong()) : null,
        parsed.stream());
  }

  /** What the case is about. */
  Feature.Seen seen() {
    ReadRequest.Parsed parsed = parsed();
    ProviderCall call = call(parsed);
    List<String> dropped = provider.request(parsed.request(), call).dropped();
    List<CanonicalEvent> events = new ArrayList<>();
    CanonicalReply reply = null;
    boolean failed = false;
    if (parsed.stream()) {
      StreamReader reader = provider.stream(call);
      for (SseEvent event : new SseParser(1 << 20).feed(replyBytes("provider-reply.sse"))) {
        events.addAll(reader.read(event).getEvents());
      }
      failed = reader.failure().isPresent();
    } else {
      int status = settings.path("provider_status").asInt(200);
      switch (provider.reply(call, status, Map.of(), replyBytes("provider-reply.json"))) {
        case ProviderReply.Succeeded succeeded -> reply = succeeded.reply();
        case ProviderReply.Failed ignored -> failed = true;
      }
    }
    return new Feature.Seen(parsed.request(), reply, events, dropped, failed);
  }

  private byte[] replyBytes(String name) {
    return bytes(folder.resolve(name));
  }

  /** Compares all that the case has. */
  void play() {
    ReadRequest.Parsed parsed = parsed();
    ProviderCall call = call(parsed);
    if (settings.has("path")) {
      assertThat(provider.path(parsed.request(), call)).isEqualTo(settings.get("path").asText());
    }
    WrittenRequest written =
        provider.request(fault.request(CODEC.request(CODEC.encode(parsed.request()))), call);
    compare("provider-request.json", JsonAssert.parse(written.body()));
    compareDropped(written.dropped());
    var context =
        new ReplyContext("req-1", "assistant", 1_800_000_000L, parsed.includeUsage())
            .withEcho(client.echo(parsed.request()));
    if (parsed.stream()) {
      stream(call, context);
    } else {
      whole(call, context);
    }
  }

  private void whole(ProviderCall call, ReplyContext context) {
    Map<String, String> headers = new HashMap<>();
    settings
        .path("provider_headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    int status = settings.path("provider_status").asInt(200);
    byte[] body = bytes(folder.resolve("provider-reply.json"));
    switch (provider.reply(call, status, headers, body)) {
      case ProviderReply.Succeeded succeeded -> {
        var reply = fault.reply(CODEC.reply(CODEC.encode(succeeded.reply())));
        compare("reply.json", JsonAssert.parse(client.reply(reply, context)));
        compareUsage(reply.getUsage());
      }
      case ProviderReply.Failed failed -> {
        ErrorReply error = client.error(failed.failure().info(), context);
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        told.put("kind", failed.failure().kind().wireName());
        told.put("status", error.status());
        error.headers().forEach((name, value) -> told.withObject("/headers").put(name, value));
        told.set("body", JsonAssert.parse(error.body()));
        compare("error.json", told);
      }
    }
  }

  private void stream(ProviderCall call, ReplyContext context) {
    StreamReader reader = provider.stream(call);
    StreamWriter writer = client.stream(context);
    var parser = new SseParser(1 << 20);
    List<SseEvent> read = parser.feed(bytes(folder.resolve("provider-reply.sse")));
    List<SseEvent> events = new ArrayList<>();
    for (SseEvent event : read) {
      events.addAll(writer.write(fault.events(CODEC.events(CODEC.encode(reader.read(event))))));
    }
    events.addAll(writer.end(Map.of()));
    String text = new String(SseWriter.bytes(events), StandardCharsets.UTF_8);
    Path file = folder.resolve("reply.sse");
    if (UPDATE) {
      write(file, text);
    }
    assertThat(text).isEqualTo(new String(bytes(file), StandardCharsets.UTF_8));
    compareUsage(reader.usage().orElse(null));
  }

  private void compareDropped(List<String> dropped) {
    Path file = folder.resolve("dropped.json");
    if (!dropped.isEmpty() || Files.exists(file)) {
      compare("dropped.json", JSON.valueToTree(dropped));
    }
  }

  private void compareUsage(@Nullable TokenUsage usage) {
    if (usage == null) {
      assertThat(folder.resolve("usage.json")).doesNotExist();
      return;
    }
    ObjectNode classes = JsonNodeFactory.instance.objectNode();
    classes.put("source", usage.getSource().name());
    put(classes, "input", usage.getInput());
    put(classes, "cached_input", usage.getCachedInput());
    put(classes, "cache_write", usage.getCacheWrite());
    put(classes, "cache_write_1h", usage.getCacheWrite1h());
    put(classes, "audio_input", usage.getAudioInput());
    put(classes, "output", usage.getOutput());
    put(classes, "reasoning", usage.getReasoning());
    put(classes, "audio_output", usage.getAudioOutput());
    put(classes, "reported_cost_nano_usd", usage.getReportedCostNanoUsd());
    usage.getBilledCalls().forEach((name, n) -> classes.withObject("/billed_calls").put(name, n));
    compare("usage.json", classes);
  }

  private static void put(ObjectNode classes, String name, @Nullable Long count) {
    if (count != null) {
      classes.put(name, count);
    }
  }

  private void compare(String name, JsonNode actual) {
    Path file = folder.resolve(name);
    if (UPDATE) {
      write(file, pretty(actual) + "\n");
    }
    JsonAssert.assertSame(
        folder + "/" + name, JsonAssert.parse(bytes(file)), JsonAssert.parse(pretty(actual)));
  }

  /** All of them. */
  static Stream<Path> all() throws IOException {
    try (Stream<Path> pairs = Files.list(GOLDEN)) {
      List<Path> cases = new ArrayList<>();
      for (Path pair : pairs.filter(Files::isDirectory).sorted().toList()) {
        try (Stream<Path> folders = Files.list(pair)) {
          folders.filter(folder -> supported(pair, folder)).sorted().forEach(cases::add);
        }
      }
      return cases.stream();
    }
  }

  /** Pairs of dialects that are not there yet have their cases played elsewhere. */
  private static boolean supported(Path pair, Path folder) {
    String[] names = pair.getFileName().toString().split("-to-", 2);
    return names.length == 2
        && Files.exists(folder.resolve("request.json"))
        && Dialects.client(names[0]).isPresent()
        && Dialects.provider(names[1]).isPresent();
  }

  private static String pretty(JsonNode json) {
    var printer =
        new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));
    try {
      return JSON.writer(printer).writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
