package dev.sluice.dialects.canonical;

import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.Choice;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.Embedding;
import dev.sluice.schemas.chat.EmbeddingRequest;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.chat.FinishReason;
import dev.sluice.schemas.chat.Message;
import dev.sluice.schemas.chat.Operation;
import dev.sluice.schemas.chat.Ranking;
import dev.sluice.schemas.chat.Reasoning;
import dev.sluice.schemas.chat.ReasoningMode;
import dev.sluice.schemas.chat.ReplyEvents;
import dev.sluice.schemas.chat.RerankRequest;
import dev.sluice.schemas.chat.ResponseFormat;
import dev.sluice.schemas.chat.ResponseFormatKind;
import dev.sluice.schemas.chat.Role;
import dev.sluice.schemas.chat.Sampling;
import dev.sluice.schemas.chat.ToolChoice;
import dev.sluice.schemas.chat.ToolChoiceMode;
import dev.sluice.schemas.chat.ToolDefinition;
import dev.sluice.schemas.chat.ToolKind;
import dev.sluice.schemas.chat.VectorForm;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * New records of the canonical form with their defaults, without the copying that the generated
 * builders do. Bags and lists that begin empty are immutable: set them, do not add to them, except
 * where a method says otherwise.
 */
public final class Canonical {
  private Canonical() {}

  /** A request without content; its messages and tools can be added to. */
  public static CanonicalRequest request(String dialect) {
    var request = new CanonicalRequest();
    request.setDialect(dialect);
    request.setModel("");
    request.setSystem(List.of());
    request.setSystemForm(ContentForm.ABSENT);
    request.setMessages(new ArrayList<>());
    request.setTools(new ArrayList<>());
    request.setStreamExtras(Map.of());
    request.setHeaders(Map.of());
    request.setExtras(Map.of());
    request.setOperation(Operation.CHAT);
    return request;
  }

  /** Nothing to be made into vectors; texts and token ids can be added. */
  public static EmbeddingRequest embeddingRequest() {
    var embedding = new EmbeddingRequest();
    embedding.setForm(ContentForm.PARTS);
    embedding.setTexts(new ArrayList<>());
    embedding.setTokens(new ArrayList<>());
    embedding.setVectors(VectorForm.UNSPECIFIED);
    return embedding;
  }

  /** No documents to be ordered; they can be added. */
  public static RerankRequest rerankRequest() {
    var rerank = new RerankRequest();
    rerank.setQuery("");
    rerank.setDocuments(new ArrayList<>());
    return rerank;
  }

  /** A message without content; its parts can be added to. */
  public static Message message(Role role) {
    var message = new Message();
    message.setRole(role);
    message.setForm(ContentForm.PARTS);
    message.setParts(new ArrayList<>());
    message.setExtras(Map.of());
    return message;
  }

  /** A part with nothing but its kind. */
  public static ContentPart part(ContentKind kind) {
    var part = new ContentPart();
    part.setKind(kind);
    part.setForm(ContentForm.PARTS);
    part.setParts(List.of());
    part.setDialect("");
    part.setExtras(Map.of());
    part.setInnerExtras(Map.of());
    return part;
  }

  /** A text part. */
  public static ContentPart text(String text) {
    ContentPart part = part(ContentKind.TEXT);
    part.setText(text);
    return part;
  }

  /** A block that only its dialect knows. */
  public static ContentPart providerPart(String dialect, String raw) {
    ContentPart part = part(ContentKind.PROVIDER);
    part.setDialect(dialect);
    part.setRaw(raw);
    return part;
  }

  /** A tool without a name. */
  public static ToolDefinition tool(ToolKind kind) {
    var tool = new ToolDefinition();
    tool.setKind(kind);
    tool.setName("");
    tool.setExtras(Map.of());
    tool.setInnerExtras(Map.of());
    return tool;
  }

  /** A choice of tools. */
  public static ToolChoice toolChoice(ToolChoiceMode mode) {
    var choice = new ToolChoice();
    choice.setMode(mode);
    return choice;
  }

  /** A response format. */
  public static ResponseFormat responseFormat(ResponseFormatKind kind) {
    var format = new ResponseFormat();
    format.setKind(kind);
    format.setExtras(Map.of());
    format.setInnerExtras(Map.of());
    return format;
  }

  /** No sampling parameters. */
  public static Sampling sampling() {
    var sampling = new Sampling();
    sampling.setStop(List.of());
    sampling.setStopForm(ContentForm.ABSENT);
    return sampling;
  }

  /** No wish about reasoning. */
  public static Reasoning reasoning() {
    var reasoning = new Reasoning();
    reasoning.setMode(ReasoningMode.UNSPECIFIED);
    reasoning.setExtras(Map.of());
    return reasoning;
  }

  /** The vector of the input of this index, without a value. */
  public static Embedding embedding(int index) {
    var embedding = new Embedding();
    embedding.setIndex(index);
    embedding.setExtras(Map.of());
    return embedding;
  }

  /** The place of a document, without a score. */
  public static Ranking ranking() {
    var ranking = new Ranking();
    ranking.setScore("0");
    ranking.setExtras(Map.of());
    return ranking;
  }

  /** A reply without choices, vectors or documents; they can be added to. */
  public static CanonicalReply reply(String dialect) {
    var reply = new CanonicalReply();
    reply.setDialect(dialect);
    reply.setChoices(new ArrayList<>());
    reply.setExtras(Map.of());
    reply.setEmbeddings(new ArrayList<>(0));
    reply.setRankings(new ArrayList<>(0));
    return reply;
  }

  /** A choice of the assistant without content; its parts can be added to. */
  public static Choice choice(int index) {
    var choice = new Choice();
    choice.setIndex(index);
    choice.setRole(Role.ASSISTANT);
    choice.setForm(ContentForm.PARTS);
    choice.setParts(new ArrayList<>());
    choice.setFinishReason(FinishReason.UNKNOWN);
    choice.setExtras(Map.of());
    choice.setMessageExtras(Map.of());
    return choice;
  }

  /** Usage of which nothing is known but where it comes from. */
  public static TokenUsage usage(UsageSource source) {
    var usage = new TokenUsage();
    usage.setSource(source);
    usage.setBilledCalls(Map.of());
    usage.setDialect("");
    usage.setRaw("");
    return usage;
  }

  /** An event of this kind for the first choice. */
  public static CanonicalEvent event(EventKind kind) {
    return event(kind, 0);
  }

  /** An event of this kind for a choice. */
  public static CanonicalEvent event(EventKind kind, int choice) {
    var event = new CanonicalEvent();
    event.setKind(kind);
    event.setChoice(choice);
    event.setRole(Role.UNKNOWN);
    event.setPartKind(ContentKind.UNKNOWN);
    event.setFinishReason(FinishReason.UNKNOWN);
    event.setExtras(Map.of());
    event.setInnerExtras(Map.of());
    return event;
  }

  /** Events as one frame holds them. */
  public static ReplyEvents events(String dialect, List<CanonicalEvent> events) {
    var reply = new ReplyEvents();
    reply.setDialect(dialect);
    reply.setEvents(events);
    return reply;
  }

  /** An error in the provider's stage. */
  public static ErrorInfo error(ErrorKind kind, int status, String message) {
    var error = new ErrorInfo();
    error.setKind(kind.wireName());
    error.setProviderStatus(status);
    error.setMessage(message);
    error.setStage("provider");
    error.setBody("");
    return error;
  }
}
