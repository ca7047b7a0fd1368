package dev.sluice.dialects;

import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.Choice;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.chat.FinishReason;
import dev.sluice.schemas.chat.Message;
import dev.sluice.schemas.chat.ReplyEvents;
import dev.sluice.schemas.chat.Role;
import dev.sluice.schemas.chat.ToolChoiceMode;
import dev.sluice.schemas.usage.TokenUsage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Bugs of translators, by name. */
final class Faults {
  private Faults() {}

  static Map<String, Fault> all() {
    Map<String, Fault> all = new LinkedHashMap<>();
    all.putAll(ofRequests());
    all.putAll(ofReplies());
    all.putAll(ofStreams());
    return all;
  }

  private static Map<String, Fault> ofRequests() {
    Map<String, Fault> all = new LinkedHashMap<>();
    all.put(
        "request: lost id of a tool call",
        parts(part -> {
          if (part.getKind() == ContentKind.TOOL_CALL) {
            part.setToolCallId("lost");
          }
        }));
    all.put(
        "request: result of another tool call",
        parts(part -> {
          if (part.getKind() == ContentKind.TOOL_RESULT) {
            part.setToolCallId("another");
          }
        }));
    all.put("request: dropped signature", parts(part -> part.setSignature(null)));
    all.put("request: dropped redacted thinking", parts(part -> part.setRedactedData("")));
    all.put("request: failed tool that is told as well", parts(part -> part.setIsError(null)));
    all.put("request: lost cache breakpoint", parts(part -> part.setCacheControl(null)));
    all.put("request: lost image", messages(message -> drop(message, ContentKind.IMAGE)));
    all.put("request: merged blocks", messages(Faults::merge));
    all.put(
        "request: swapped role",
        messages(message -> {
          if (message.getRole() == Role.ASSISTANT) {
            message.setRole(Role.USER);
          }
        }));
    all.put(
        "request: lost system prompt",
        request(request -> {
          request.setSystem(new ArrayList<>());
          List<Message> left = new ArrayList<>(request.getMessages());
          left.removeIf(message -> message.getRole() == Role.SYSTEM);
          request.setMessages(left);
        }));
    all.put(
        "request: lost first tool",
        request(request -> {
          if (!request.getTools().isEmpty()) {
            request.setTools(
                new ArrayList<>(request.getTools().subList(1, request.getTools().size())));
          }
        }));
    all.put(
        "request: tool choice left to the model",
        request(request -> {
          if (request.getToolChoice() != null) {
            request.getToolChoice().setMode(ToolChoiceMode.AUTO);
          }
        }));
    all.put("request: lost schema", request(request -> request.setResponseFormat(null)));
    all.put("request: lost limit", request(request -> request.setMaxOutputTokens(null)));
    all.put(
        "request: lost stop sequences",
        request(request -> {
          if (request.getSampling() != null) {
            request.getSampling().setStop(new ArrayList<>());
          }
        }));
    all.put(
        "request: another temperature",
        request(request -> {
          if (request.getSampling() != null && request.getSampling().getTemperature() != null) {
            request.getSampling().setTemperature(request.getSampling().getTemperature() / 2);
          }
        }));
    all.put("request: lost wish to reason", request(request -> request.setReasoning(null)));
    return all;
  }

  private static Map<String, Fault> ofReplies() {
    Map<String, Fault> all = new LinkedHashMap<>();
    all.put(
        "reply: swapped classes of usage",
        usage(usage -> {
          Long cached = usage.getCachedInput();
          usage.setCachedInput(usage.getCacheWrite());
          usage.setCacheWrite(cached);
        }));
    all.put(
        "reply: cached input counted twice",
        usage(usage -> {
          if (usage.getInput() != null && usage.getCachedInput() != null) {
            usage.setInput(usage.getInput() + usage.getCachedInput());
          }
        }));
    all.put("reply: reasoning left out of the output", usage(usage -> usage.setReasoning(null)));
    all.put(
        "reply: wrong finish reason",
        choices(choice -> {
          if (choice.getFinishReason() == FinishReason.LENGTH) {
            choice.setFinishReason(FinishReason.STOP);
            choice.setFinishText(null);
          }
        }));
    all.put(
        "reply: tool calls that end as text",
        choices(choice -> {
          if (choice.getFinishReason() == FinishReason.TOOL_CALLS) {
            choice.setFinishReason(FinishReason.STOP);
            choice.setFinishText(null);
          }
        }));
    all.put(
        "reply: lost arguments",
        choices(choice ->
            choice
                .getParts()
                .forEach(part -> {
                  if (part.getKind() == ContentKind.TOOL_CALL) {
                    part.setArguments("{}");
                  }
                })));
    all.put(
        "reply: lost last of parallel calls",
        choices(choice -> {
          List<ContentPart> parts = choice.getParts();
          if (!parts.isEmpty() && parts.getLast().getKind() == ContentKind.TOOL_CALL) {
            choice.setParts(new ArrayList<>(parts.subList(0, parts.size() - 1)));
          }
        }));
    all.put(
        "reply: reasoning shown as text",
        choices(choice ->
            choice
                .getParts()
                .forEach(part -> {
                  if (part.getKind() == ContentKind.REASONING) {
                    part.setKind(ContentKind.TEXT);
                    part.setWireField(null);
                  }
                })));
    all.put(
        "reply: lost signature",
        choices(choice -> choice.getParts().forEach(part -> part.setSignature(null))));
    return all;
  }

  private static Map<String, Fault> ofStreams() {
    Map<String, Fault> all = new LinkedHashMap<>();
    all.put(
        "stream: all tool calls are the first",
        events(event -> {
          event.setTool(0);
          event.setPart(0);
        }));
    all.put(
        "stream: lost id of a tool call",
        events(event -> {
          if (event.getKind() == EventKind.TOOL_CALL_START) {
            event.setId("lost");
          }
        }));
    all.put("stream: lost usage", without(EventKind.USAGE));
    all.put("stream: lost signature", without(EventKind.SIGNATURE));
    all.put("stream: lost end", without(EventKind.FINISH));
    all.put("stream: lost error", without(EventKind.ERROR));
    all.put("stream: lost piece of arguments", without(EventKind.TOOL_ARGS_DELTA));
    all.put(
        "stream: reasoning shown as text",
        events(event -> {
          if (event.getKind() == EventKind.REASONING_DELTA) {
            event.setKind(EventKind.TEXT_DELTA);
          }
        }));
    all.put(
        "stream: wrong finish reason",
        events(event -> {
          if (event.getKind() == EventKind.FINISH) {
            event.setFinishReason(FinishReason.CONTENT_FILTER);
            event.setWireField(null);
          }
        }));
    return all;
  }

  private static Fault request(Consumer<CanonicalRequest> bug) {
    return new Fault() {
      @Override
      public CanonicalRequest request(CanonicalRequest request) {
        bug.accept(request);
        return request;
      }
    };
  }

  private static Fault messages(Consumer<Message> bug) {
    return request(request -> request.getMessages().forEach(bug));
  }

  private static Fault parts(Consumer<ContentPart> bug) {
    return request(request -> {
      request.getSystem().forEach(bug);
      request.getMessages().forEach(message -> message.getParts().forEach(bug));
    });
  }

  private static void drop(Message message, ContentKind kind) {
    List<ContentPart> left = new ArrayList<>(message.getParts());
    left.removeIf(part -> part.getKind() == kind);
    message.setParts(left);
  }

  private static void merge(Message message) {
    List<ContentPart> merged = new ArrayList<>();
    for (ContentPart part : message.getParts()) {
      ContentPart last = merged.isEmpty() ? null : merged.getLast();
      if (last != null && isText(last) && isText(part)) {
        last.setText(last.getText() + part.getText());
      } else {
        merged.add(part);
      }
    }
    message.setParts(merged);
  }

  private static boolean isText(ContentPart part) {
    return part.getKind() == ContentKind.TEXT;
  }

  private static Fault reply(Consumer<CanonicalReply> bug) {
    return new Fault() {
      @Override
      public CanonicalReply reply(CanonicalReply reply) {
        bug.accept(reply);
        return reply;
      }
    };
  }

  private static Fault choices(Consumer<Choice> bug) {
    return reply(reply -> reply.getChoices().forEach(bug));
  }

  private static Fault usage(Consumer<TokenUsage> bug) {
    return reply(reply -> {
      if (reply.getUsage() != null) {
        bug.accept(reply.getUsage());
      }
    });
  }

  private static Fault events(Consumer<CanonicalEvent> bug) {
    return new Fault() {
      @Override
      public ReplyEvents events(ReplyEvents events) {
        events.getEvents().forEach(bug);
        return events;
      }
    };
  }

  private static Fault without(EventKind kind) {
    return new Fault() {
      @Override
      public ReplyEvents events(ReplyEvents events) {
        List<CanonicalEvent> left = new ArrayList<>(events.getEvents());
        left.removeIf(event -> event.getKind() == kind);
        events.setEvents(left);
        return events;
      }
    };
  }
}
