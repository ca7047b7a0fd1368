package dev.sluice.dialects;

import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.chat.FinishReason;
import dev.sluice.schemas.chat.ResponseFormatKind;
import dev.sluice.schemas.chat.Role;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a caller and a provider can have in common, found in what was read of an exchange. */
enum Feature {
  TEXT("text", seen -> seen.hasReplied()),
  STREAM("streaming", seen -> !seen.events().isEmpty()),
  ERRORS("errors", Seen::failed),
  SYSTEM(
      "system prompt",
      seen ->
          !seen.request().getSystem().isEmpty()
              || seen.request().getMessages().stream()
                  .anyMatch(message -> message.getRole() == Role.SYSTEM)),
  TOOLS("tools", seen -> !seen.request().getTools().isEmpty(), "tools"),
  TOOL_CHOICE("choice of a tool", seen -> seen.request().getToolChoice() != null, "tool_choice"),
  TOOL_RESULTS("results of tools", seen -> seen.asks(ContentKind.TOOL_RESULT)),
  PARALLEL("parallel tool calls", seen -> seen.calls() > 1),
  IMAGES("images", seen -> seen.asks(ContentKind.IMAGE), "image_url"),
  FILES("documents", seen -> seen.asks(ContentKind.FILE), "file", "file_id"),
  AUDIO("audio", seen -> seen.asks(ContentKind.AUDIO), "input_audio"),
  VIDEO("video", seen -> seen.asks(ContentKind.VIDEO), "video"),
  JSON_SCHEMA("JSON schema", formatted(ResponseFormatKind.JSON_SCHEMA), "response_format"),
  JSON_OBJECT(
      "JSON without a schema", formatted(ResponseFormatKind.JSON_OBJECT), "response_format"),
  REASONING(
      "wish to reason",
      seen -> seen.request().getReasoning() != null,
      "reasoning_effort",
      "thinking"),
  REASONED("reasoning in the reply", seen -> seen.gave(ContentKind.REASONING)),
  SIGNED(
      "signatures that go back",
      seen -> seen.parts().anyMatch(part -> part.getSignature() != null),
      "reasoning_content"),
  CACHE(
      "cache breakpoints",
      seen -> seen.parts().anyMatch(part -> part.getCacheControl() != null),
      "cache_control"),
  STOP("stop sequences", sampled(s -> !s.request().getSampling().getStop().isEmpty()), "stop"),
  CHOICES("several choices", sampled(s -> s.request().getSampling().getN() != null), "n"),
  SEED("seed", sampled(s -> s.request().getSampling().getSeed() != null), "seed"),
  TOP_K("top_k", sampled(s -> s.request().getSampling().getTopK() != null), "top_k"),
  LOGPROBS(
      "log probabilities",
      sampled(s -> s.request().getSampling().getLogprobs() != null),
      "logprobs",
      "top_logprobs"),
  REFUSED(
      "refusals and filters",
      seen -> seen.ended(FinishReason.CONTENT_FILTER, FinishReason.REFUSAL)),
  CUT("replies cut at the limit", seen -> seen.ended(FinishReason.LENGTH)),
  USAGE("cached tokens in the usage", Seen::countsCached);

  private final String text;
  private final Predicate<Seen> in;
  private final Set<String> parameters;

  Feature(String text, Predicate<Seen> in, String... parameters) {
    this.text = text;
    this.in = in;
    this.parameters = Set.of(parameters);
  }

  /**
   * What was read.
   *
   * @param reply null for a stream and for an error
   * @param events of a stream
   * @param dropped names of parameters that the provider was not told
   * @param failed whether the provider answered with an error
   */
  record Seen(
      CanonicalRequest request,
      @Nullable CanonicalReply reply,
      List<CanonicalEvent> events,
      List<String> dropped,
      boolean failed) {

    Stream<ContentPart> parts() {
      return Stream.concat(
          request.getSystem().stream(),
          request.getMessages().stream().flatMap(message -> message.getParts().stream()));
    }

    boolean asks(ContentKind kind) {
      return parts()
          .flatMap(part -> Stream.concat(Stream.of(part), part.getParts().stream()))
          .anyMatch(part -> part.getKind() == kind);
    }

    boolean hasReplied() {
      return gave(ContentKind.TEXT);
    }

    private Stream<ContentPart> given() {
      return reply == null
          ? Stream.empty()
          : reply.getChoices().stream().flatMap(choice -> choice.getParts().stream());
    }

    boolean gave(ContentKind kind) {
      EventKind delta = kind == ContentKind.TEXT ? EventKind.TEXT_DELTA : EventKind.REASONING_DELTA;
      return given().anyMatch(part -> part.getKind() == kind)
          || events.stream().anyMatch(event -> event.getKind() == delta);
    }

    long calls() {
      long whole = given().filter(part -> part.getKind() == ContentKind.TOOL_CALL).count();
      long streamed =
          events.stream().filter(event -> event.getKind() == EventKind.TOOL_CALL_START).count();
      return whole + streamed;
    }

    boolean ended(FinishReason... reasons) {
      List<FinishReason> wanted = List.of(reasons);
      return (reply != null
              && reply.getChoices().stream()
                  .anyMatch(choice -> wanted.contains(choice.getFinishReason())))
          || events.stream()
              .anyMatch(event ->
                  event.getKind() == EventKind.FINISH && wanted.contains(event.getFinishReason()));
    }

    boolean countsCached() {
      return (reply != null
              && reply.getUsage() != null
              && reply.getUsage().getCachedInput() != null)
          || events.stream()
              .anyMatch(
                  event -> event.getUsage() != null && event.getUsage().getCachedInput() != null);
    }
  }

  private static Predicate<Seen> formatted(ResponseFormatKind kind) {
    return seen ->
        seen.request().getResponseFormat() != null
            && seen.request().getResponseFormat().getKind() == kind;
  }

  private static Predicate<Seen> sampled(Predicate<Seen> has) {
    return seen -> seen.request().getSampling() != null && has.test(seen);
  }

  String text() {
    return text;
  }

  boolean isIn(Seen seen) {
    return in.test(seen);
  }

  /** Whether the provider was not told of it. */
  boolean isDropped(Seen seen) {
    return seen.dropped().stream().anyMatch(parameters::contains);
  }
}
