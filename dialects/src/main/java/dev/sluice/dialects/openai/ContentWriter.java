package dev.sluice.dialects.openai;

import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Writes the content and the tool calls of a message. */
final class ContentWriter {
  private final JsonText out;
  private final boolean same;
  private final boolean proofs;
  private final List<String> dropped;
  private final UnaryOperator<String> callIds;
  private final @Nullable IntFunction<String> madeUp;
  private int namelessCalls;

  /**
   * A writer for a reply.
   *
   * @param madeUp the ids of calls that have none, null where they stay without
   */
  ContentWriter(JsonText out, boolean same, @Nullable IntFunction<String> madeUp) {
    this(out, same, true, new ArrayList<>(), UnaryOperator.identity(), madeUp);
  }

  /**
   * A writer for a request.
   *
   * @param proofs whether the reader knows Google's place for proofs of reasoning
   * @param callIds the id that a tool call gets
   */
  ContentWriter(
      JsonText out,
      boolean same,
      boolean proofs,
      List<String> dropped,
      UnaryOperator<String> callIds) {
    this(out, same, proofs, dropped, callIds, null);
  }

  private ContentWriter(
      JsonText out,
      boolean same,
      boolean proofs,
      List<String> dropped,
      UnaryOperator<String> callIds,
      @Nullable IntFunction<String> madeUp) {
    this.callIds = callIds;
    this.madeUp = madeUp;
    this.out = out;
    this.same = same;
    this.proofs = proofs;
    this.dropped = dropped;
  }

  /**
   * Writes the field {@code content}. The form counts where the parts came from this dialect;
   * otherwise texts alone become one string, joined so, and anything else a list.
   */
  void write(List<ContentPart> parts, ContentForm form, String join) {
    List<ContentPart> content = new ArrayList<>(parts.size());
    boolean toolCalls = false;
    boolean onlyText = true;
    for (ContentPart part : parts) {
      toolCalls |= part.getKind() == ContentKind.TOOL_CALL;
      if (isContent(part)) {
        content.add(part);
        onlyText &= part.getKind() == ContentKind.TEXT;
      }
    }
    if (same && form == ContentForm.ABSENT) {
      return;
    }
    if (same && form == ContentForm.NULL) {
      out.nullField("content");
    } else if (same && form == ContentForm.PARTS) {
      list(content);
    } else if (content.isEmpty() && toolCalls) {
      out.nullField("content");
    } else if (onlyText) {
      out.field("content", joined(content, join));
    } else {
      list(content);
    }
  }

  private boolean isContent(ContentPart part) {
    return switch (part.getKind()) {
      case TEXT, AUDIO, FILE -> true;
      case IMAGE -> {
        boolean there = same || part.getUrl() != null || part.getDataBase64() != null;
        if (!there) {
          drop("file_id"); // of a file that another API keeps
        }
        yield there;
      }
      case REFUSAL -> part.getWireField() == null;
      case PROVIDER -> {
        boolean known = part.getDialect().equals(OpenAiDialect.NAME);
        if (!known) {
          dropBlocks();
        }
        yield known;
      }
      case VIDEO -> {
        drop("video");
        yield false;
      }
      case REASONING, REDACTED_REASONING, TOOL_CALL, TOOL_RESULT, UNKNOWN -> false;
    };
  }

  /** Notes that blocks of another dialect are left out. */
  void dropBlocks() {
    drop("provider_blocks");
  }

  private void drop(String name) {
    if (!dropped.contains(name)) {
      dropped.add(name);
    }
  }

  static String joined(List<ContentPart> texts, String join) {
    if (texts.size() == 1 && texts.getFirst().getText() != null) {
      return texts.getFirst().getText();
    }
    var joined = new StringBuilder();
    for (ContentPart part : texts) {
      String text = part.getText();
      if (text != null) {
        if (joined.length() > 0) {
          joined.append(join);
        }
        joined.append(text);
      }
    }
    return joined.toString();
  }

  private void list(List<ContentPart> parts) {
    out.array("content");
    parts.forEach(this::part);
    out.endArray();
  }

  private void part(ContentPart part) {
    switch (part.getKind()) {
      case TEXT -> text("text", "text", part);
      case REFUSAL -> text("refusal", "refusal", part);
      case IMAGE -> {
        out.object().field("type", "image_url").object("image_url");
        out.fieldIfSet("url", DataUrls.write(part, "image/png"));
        out.fieldIfSet("detail", part.getDetail());
        inner(part);
      }
      case AUDIO -> {
        out.object().field("type", "input_audio").object("input_audio");
        out.fieldIfSet("data", part.getDataBase64());
        out.fieldIfSet("format", audioFormat(part));
        inner(part);
      }
      case FILE -> file(part);
      case PROVIDER -> {
        if (part.getRaw() != null) {
          out.raw(part.getRaw());
        }
      }
      case VIDEO, REASONING, REDACTED_REASONING, TOOL_CALL, TOOL_RESULT, UNKNOWN -> {}
    }
  }

  private void text(String type, String field, ContentPart part) {
    out.object().field("type", type).fieldIfSet(field, part.getText());
    outer(part);
  }

  private void file(ContentPart part) {
    if (part.getText() != null) {
      out.object().field("type", "text").field("text", part.getText()).endObject();
      return;
    }
    out.object().field("type", "file").object("file");
    out.fieldIfSet("filename", part.getFileName());
    out.fieldIfSet("file_data", DataUrls.write(part, "application/pdf"));
    out.fieldIfSet("file_id", part.getFileId());
    inner(part);
  }

  private void inner(ContentPart part) {
    if (same) {
      out.rawFields(part.getInnerExtras());
    }
    out.endObject();
    outer(part);
  }

  private void outer(ContentPart part) {
    if (same) {
      out.rawFieldIfSet("cache_control", part.getCacheControl());
      out.rawFields(part.getExtras());
    } else if (part.getCacheControl() != null) {
      drop("cache_control");
    }
    out.endObject();
  }

  private static String audioFormat(ContentPart part) {
    if (part.getAudioFormat() != null) {
      return part.getAudioFormat();
    }
    String type = part.getMediaType();
    if (type == null) {
      return "wav";
    }
    return switch (type) {
      case "audio/mpeg", "audio/mp3" -> "mp3";
      case "audio/x-wav", "audio/wave" -> "wav";
      default -> type.substring(type.indexOf('/') + 1);
    };
  }

  /** Writes the field {@code tool_calls}, where there are any. */
  void toolCalls(List<ContentPart> parts) {
    boolean open = false;
    for (ContentPart part : parts) {
      if (part.getKind() == ContentKind.TOOL_CALL) {
        if (!open) {
          out.array("tool_calls");
          open = true;
        }
        toolCall(part);
      }
    }
    if (open) {
      out.endArray();
    }
  }

  /** Writes Google's proof of a message or a call, where its reader knows it. */
  void proof(@Nullable String signature) {
    if (proofs) {
      ExtraContent.write(out, signature);
    } else if (same && signature != null) {
      drop(ExtraContent.FIELD);
    }
  }

  private @Nullable String id(ContentPart call) {
    String id = call.getToolCallId();
    IntFunction<String> other = madeUp;
    if (other != null && (id == null || id.isEmpty())) {
      return other.apply(namelessCalls++);
    }
    return id == null ? null : callIds.apply(id);
  }

  private void toolCall(ContentPart call) {
    String type = call.getToolType() == null ? "function" : call.getToolType();
    boolean function = type.equals("function");
    out.object().fieldIfSet("id", id(call)).field("type", type);
    out.object(function ? "function" : type).fieldIfSet("name", call.getToolName());
    String arguments = call.getArguments();
    if (arguments != null) {
      out.field(function ? "arguments" : "input", arguments);
    } else if (!same) {
      out.field("arguments", "{}");
    }
    if (same) {
      out.rawFields(call.getInnerExtras());
    }
    out.endObject();
    proof(call.getSignature());
    if (same) {
      out.rawFields(call.getExtras());
    }
    out.endObject();
  }
}
