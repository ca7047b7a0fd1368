package dev.sluice.provider.calls;

import dev.sluice.dialects.api.Meaning;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.canonical.RequestText;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.Operation;
import dev.sluice.schemas.chat.ResponseFormat;
import dev.sluice.schemas.chat.ResponseFormatKind;
import dev.sluice.schemas.config.Unsupported;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.money.ModelFacts;
import dev.sluice.schemas.usage.TokenEstimator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a deployment can do what a request needs, by what the catalogue knows of its model and
 * its dialect has words for. What is not known is left to the provider. Pure.
 */
final class ModelFit {
  /** Counts of other models' tokens differ from ours by up to 15 %; who may fit is let through. */
  private static final double SURELY = 0.85;

  private final String model;
  private final ModelFacts facts;

  /**
   * @param model the provider's name of it
   */
  ModelFit(String model, ModelFacts facts) {
    this.model = model;
    this.facts = facts;
  }

  /**
   * Why the model cannot do it, empty where it can or nobody knows. Counts tokens where the prompt
   * may be too long, which takes time in proportion to it.
   *
   * @param inputBound upper bound of the input tokens, 0 where there is none
   * @param outputLimit that the provider is to be told, null for none
   */
  Optional<CallError> problem(
      CanonicalRequest request, long inputBound, @Nullable Long outputLimit) {
    if (Boolean.FALSE.equals(facts.tools()) && !request.getTools().isEmpty()) {
      return refused(
          "tools", "calls no tools. Leave tools out, or ask for a model that calls them.");
    }
    if (Boolean.FALSE.equals(facts.vision()) && hasImage(request)) {
      return refused(
          "messages", "takes no images. Send text, or ask for a model that takes images.");
    }
    ResponseFormat format = request.getResponseFormat();
    if (Boolean.FALSE.equals(facts.jsonSchema())
        && format != null
        && format.getKind() == ResponseFormatKind.JSON_SCHEMA) {
      return refused(
          "response_format",
          "keeps to no JSON schema. Take json_schema out, or ask for a model that does.");
    }
    Long most = facts.maxOutput();
    if (most != null && outputLimit != null && outputLimit > most) {
      String field = request.getMaxOutputField();
      return refused(
          field == null ? "max_tokens" : field,
          "makes at most " + most + " output tokens, not " + outputLimit + ". Ask for fewer.");
    }
    return tooLong(request, inputBound);
  }

  private Optional<CallError> tooLong(CanonicalRequest request, long inputBound) {
    Long window = facts.contextWindow();
    boolean oneText = request.getOperation() == Operation.CHAT; // else the window is for each
    if (window == null || !oneText || inputBound <= window) {
      return Optional.empty();
    }
    long counted = TokenEstimator.estimateInput(model, RequestText.of(request), 1);
    if (counted * SURELY <= window) {
      return Optional.empty();
    }
    return Optional.of(
        CallError.of(
            ErrorKind.CONTEXT_LENGTH,
            "The prompt has about "
                + counted
                + " tokens; the context window of model "
                + model
                + " has "
                + window
                + ". Send less, or ask for a model with a larger one."));
  }

  private static boolean hasImage(CanonicalRequest request) {
    return hasImage(request.getSystem())
        || request.getMessages().stream().anyMatch(message -> hasImage(message.getParts()));
  }

  private static boolean hasImage(List<ContentPart> parts) {
    for (ContentPart part : parts) {
      if (part.getKind() == ContentKind.IMAGE) {
        return true;
      }
    }
    return false;
  }

  private Optional<CallError> refused(String param, String why) {
    return Optional.of(unsupported(param, "The model " + model + ' ' + why));
  }

  /**
   * Why a request may not go without what its provider has no words for, empty where it may.
   *
   * @param dropped names of parameters
   */
  static Optional<CallError> problem(
      List<String> dropped, Unsupported unsupported, String dialect, String provider) {
    List<String> wrong = unsupported == Unsupported.ERROR ? dropped : Meaning.changedBy(dropped);
    if (wrong.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        unsupported(
            wrong.getFirst(),
            "The provider "
                + provider
                + ", which speaks the dialect "
                + dialect
                + ", cannot honour "
                + String.join(", ", wrong)
                + ". Leave "
                + (wrong.size() == 1 ? "it" : "them")
                + " out, or ask for a model of another provider."));
  }

  private static CallError unsupported(String param, String message) {
    ErrorInfo info = Canonical.error(ErrorKind.UNSUPPORTED, 0, message);
    info.setParam(param);
    info.setCode("unsupported_parameter");
    return new CallError(ErrorKind.UNSUPPORTED, info);
  }
}
