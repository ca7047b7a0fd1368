package dev.sluice.ingress.http;

import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.ingress.error.ErrorResponses;
import dev.sluice.ingress.virtualkey.KeyHolder;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.config.KeyTerms;
import dev.sluice.schemas.config.Resolution;
import java.util.List;

/** What the holder of a key gets for the name of a model. */
sealed interface ModelAccess {
  /** It can be called. */
  record Granted(Resolution.Chain chain) implements ModelAccess {}

  /** It cannot. */
  record Refused(ErrorReply error) implements ModelAccess {}

  /**
   * Looks a name up. What the key is not for is neither told apart from what does not exist, nor
   * proposed.
   */
  static ModelAccess of(
      String model, KeyHolder holder, GatewayConfig config, ErrorResponses errors) {
    KeyTerms terms = holder.terms();
    if (!terms.takesModel(model)) {
      return new Refused(errors.modelNotAllowed(model, terms.models()));
    }
    return switch (config.resolve(model)) {
      case Resolution.Chain chain -> new Granted(chain);
      case Resolution.UnknownModel(String name, List<String> nearest) ->
          new Refused(
              errors.unknownModel(name, nearest.stream().filter(terms::takesModel).toList()));
      case Resolution.NoProvider(String name, List<String> missing) ->
          new Refused(errors.unknownModel(name, List.of()));
    };
  }
}
