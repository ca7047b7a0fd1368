package dev.sluice.dialects.api;

import dev.sluice.schemas.chat.CanonicalRequest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What became of a caller's body. */
public sealed interface ReadRequest {
  /** It was understood. */
  record Parsed(CanonicalRequest request) implements ReadRequest {
    public Parsed {
      Objects.requireNonNull(request, "request");
    }

    /** The model as the caller wrote it. */
    public String requestedModel() {
      return request.getModel();
    }

    /** Whether the caller wants a stream. */
    public boolean stream() {
      return Boolean.TRUE.equals(request.getStream());
    }

    /** Whether the caller wants usage in the stream. */
    public boolean includeUsage() {
      return Boolean.TRUE.equals(request.getIncludeUsage());
    }
  }

  /** It was not, for these reasons, the first one first; never empty. */
  record Refused(List<FieldError> errors) implements ReadRequest {
    public Refused {
      errors = List.copyOf(errors);
      if (errors.isEmpty()) {
        throw new IllegalArgumentException("a refusal has a reason");
      }
    }
  }

  /**
   * One reason.
   *
   * @param param path of the parameter, null where the body as a whole is wrong
   * @param message in the dialect's own words
   * @param code of the dialect, null where it has none
   */
  record FieldError(@Nullable String param, String message, @Nullable String code) {
    public FieldError {
      Objects.requireNonNull(message, "message");
    }
  }
}
