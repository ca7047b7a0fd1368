package dev.sluice.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialects.api.ClientDialect;
import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.dialects.api.ProviderReply;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.api.ReplyWish;
import dev.sluice.dialects.api.RequestTarget;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.api.StreamWriter;
import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.dialects.sse.SseParser;
import dev.sluice.schemas.chat.Operation;
import dev.sluice.schemas.chat.ReplyEvents;
import dev.sluice.schemas.chat.VectorForm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged input is refused or understood, and never an exception; what was understood can be
 * encoded and written in every dialect, as JSON.
 */
final class DialectFuzzTest {
  private static final Path GOLDEN = Path.of("..", "golden");
  private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 25);
  private static final CanonicalCodec CODEC = new CanonicalCodec();
  private static final ReplyContext CONTEXT = new ReplyContext("req", "model", 1, true);
  private static final List<String> PROVIDERS = Dialects.providerNames().stream().sorted().toList();
  private static final List<String> CALLERS =
      List.of("openai", "responses", "completions", "anthropic", "gemini");
  private static final Map<String, Operation> WHOLE_CALLERS =
      Map.of("openai-embeddings", Operation.EMBEDDING, "rerank", Operation.RERANK);
  private static final RequestTarget TARGET = RequestTarget.of("/v1beta/models/m:generateContent");
  private static final String[] PIECES = {
    "null",
    "true",
    "-1",
    "0",
    "1e999",
    "99999999999999999999999",
    "\"\"",
    "\"text\"",
    "[]",
    "{}",
    "[null]",
    "[[]]",
    "{\"type\":\"text\"}",
    "\"\\ud800\"",
    "\"\\u0000\"",
    "1.5",
    "[1,\"a\",{}]"
  };

  @ParameterizedTest
  @ValueSource(longs = {101, 102})
  void shouldNeverThrowOnDamagedDocuments(long seed) throws IOException {
    var random = new Random(seed);
    for (Path file : files(".json")) {
      byte[] whole = Files.readAllBytes(file);
      for (int round = 0; round < ROUNDS; round++) {
        byte[] damaged = damage(whole, random);
        for (String client : CALLERS) {
          request(Dialects.client(client).orElseThrow(), damaged);
        }
        for (String client : WHOLE_CALLERS.keySet()) {
          request(Dialects.client(client).orElseThrow(), damaged);
        }
        for (String provider : PROVIDERS) {
          reply(Dialects.provider(provider).orElseThrow(), damaged, random);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {201, 202, 203, 204})
  void shouldNeverThrowOnDamagedStreams(long seed) throws IOException {
    var random = new Random(seed);
    for (Path file : files("provider-reply.sse")) {
      byte[] whole = Files.readAllBytes(file);
      for (int round = 0; round < ROUNDS; round++) {
        byte[] damaged = random.nextInt(4) == 0 ? whole : damage(whole, random);
        for (String provider : PROVIDERS) {
          stream(provider, anyCaller(random), damaged, random);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {301, 302, 303, 304})
  void shouldReadTheSameEventsHoweverTheBytesAreSplit(long seed) throws IOException {
    var random = new Random(seed);
    for (Path file : files("provider-reply.sse")) {
      String pair = file.getName(file.getNameCount() - 3).toString();
      ProviderDialect provider =
          Dialects.provider(pair.substring(pair.lastIndexOf('-') + 1)).orElseThrow();
      byte[] whole = Files.readAllBytes(file);
      List<ReplyEvents> expected = events(provider, whole, whole.length, random);
      for (int round = 0; round < ROUNDS; round++) {
        assertThat(events(provider, whole, 1 + random.nextInt(40), random))
            .as(file.toString())
            .isEqualTo(expected);
      }
    }
  }

  /** The events of a stream that comes in pieces of up to so many bytes. */
  private static List<ReplyEvents> events(
      ProviderDialect provider, byte[] bytes, int most, Random random) {
    StreamReader reader = provider.stream(new ProviderCall("m", provider.name(), null, true));
    var parser = new SseParser(1 << 20);
    List<ReplyEvents> events = new ArrayList<>();
    int from = 0;
    while (from < bytes.length) {
      int to = Math.min(bytes.length, from + 1 + random.nextInt(most));
      parser.feed(bytes, from, to).forEach(event -> events.add(reader.read(event)));
      from = to;
    }
    parser.end().forEach(event -> events.add(reader.read(event)));
    return events;
  }

  private static List<Path> files(String ending) throws IOException {
    try (Stream<Path> files = Files.walk(GOLDEN)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static void request(ClientDialect client, byte[] body) {
    if (client.read(TARGET, body) instanceof ReadRequest.Parsed parsed) {
      byte[] encoded = CODEC.encode(parsed.request());
      for (String name : PROVIDERS) {
        ProviderDialect provider = Dialects.provider(name).orElseThrow();
        var call = ProviderCall.of(parsed.request(), "m", name, null, parsed.stream());
        provider.obstacle(parsed.request(), call);
        JsonAssert.parse(provider.request(parsed.request(), call).body());
        JsonAssert.parse(provider.request(CODEC.request(encoded), call).body());
      }
    }
  }

  private static void reply(ProviderDialect provider, byte[] body, Random random) {
    int status = random.nextBoolean() ? 200 : 400 + random.nextInt(130);
    Map<String, String> headers = Map.of("retry-after", "x" + random.nextInt());
    var chat = new ProviderCall("m", "openrouter", null, false);
    ClientDialect caller = Dialects.client(anyCaller(random)).orElseThrow();
    show(caller, provider.reply(chat, status, headers, body));
    VectorForm form = random.nextBoolean() ? VectorForm.BASE64 : VectorForm.DECIMALS;
    var wish = new ReplyWish(form, List.of("{}"));
    String name = random.nextBoolean() ? "rerank" : "openai-embeddings";
    Operation operation = WHOLE_CALLERS.getOrDefault(name, Operation.EMBEDDING);
    var call = new ProviderCall("m", "openrouter", null, false, operation, wish);
    show(Dialects.client(name).orElseThrow(), provider.reply(call, status, headers, body));
  }

  private static void show(ClientDialect client, ProviderReply reply) {
    switch (reply) {
      case ProviderReply.Succeeded succeeded -> {
        var decoded = CODEC.reply(CODEC.encode(succeeded.reply()));
        JsonAssert.parse(client.reply(decoded, CONTEXT));
      }
      case ProviderReply.Failed failed ->
          JsonAssert.parse(client.error(failed.failure().info(), CONTEXT).body());
    }
  }

  /** All of them in each round would take minutes; over the rounds each comes often. */
  private static String anyCaller(Random random) {
    return CALLERS.get(random.nextInt(CALLERS.size()));
  }

  private static void stream(String provider, String client, byte[] bytes, Random random) {
    StreamReader reader =
        Dialects.provider(provider).orElseThrow().stream(new ProviderCall("m", "groq", null, true));
    StreamWriter writer = Dialects.client(client).orElseThrow().stream(CONTEXT);
    var parser = new SseParser(1 << 16);
    List<SseEvent> written = new ArrayList<>();
    int cut = random.nextInt(bytes.length + 1);
    List<SseEvent> read = new ArrayList<>(parser.feed(bytes, 0, cut));
    read.addAll(parser.feed(bytes, cut, bytes.length));
    read.addAll(parser.end());
    for (SseEvent event : read) {
      written.addAll(writer.write(CODEC.events(CODEC.encode(reader.read(event)))));
    }
    written.addAll(writer.end(Map.of("sluice", "{}")));
    for (SseEvent event : written) {
      if (!event.is("[DONE]")) {
        assertThat(JsonAssert.parse(event.data()).isObject()).isTrue();
      }
    }
  }

  /** One to three damages: a byte changed, a stretch cut out, a value replaced by another. */
  private static byte[] damage(byte[] whole, Random random) {
    byte[] damaged = whole;
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      damaged =
          switch (random.nextInt(4)) {
            case 0 -> changeByte(damaged, random);
            case 1 -> cut(damaged, random);
            default -> replaceValue(damaged, random);
          };
    }
    return damaged;
  }

  private static byte[] changeByte(byte[] bytes, Random random) {
    byte[] changed = bytes.clone();
    if (changed.length > 0) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
    }
    return changed;
  }

  private static byte[] cut(byte[] bytes, Random random) {
    int from = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, from + random.nextInt(20));
    byte[] left = new byte[bytes.length - (to - from)];
    System.arraycopy(bytes, 0, left, 0, from);
    System.arraycopy(bytes, to, left, from, bytes.length - to);
    return left;
  }

  private static byte[] replaceValue(byte[] bytes, Random random) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int colon = text.indexOf(':', random.nextInt(Math.max(1, text.length())));
    if (colon < 0) {
      return bytes;
    }
    int from = colon + 1;
    while (from < text.length() && Character.isWhitespace(text.charAt(from))) {
      from++;
    }
    int to = end(text, from);
    String piece = PIECES[random.nextInt(PIECES.length)];
    return (text.substring(0, from) + piece + text.substring(to)).getBytes(StandardCharsets.UTF_8);
  }

  /** Roughly the end of the value that begins here. */
  private static int end(String text, int from) {
    int depth = 0;
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        if (depth == 0) {
          return i;
        }
        depth--;
      } else if (c == ',' && depth == 0) {
        return i;
      }
    }
    return text.length();
  }
}
