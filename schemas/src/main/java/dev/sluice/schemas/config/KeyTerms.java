package dev.sluice.schemas.config;

import java.util.List;

/**
 * What goes with a virtual key beside its project.
 *
 * @param models patterns of the models that it may ask for, by their public names or as {@code
 *     provider/model}; empty: any
 * @param networks source networks in CIDR form that it may be used from; empty: any
 * @param owner who answers for it, empty where nobody said
 * @param tags that its requests have in addition to their own
 * @param allowances budgets and limits of its own
 */
public record KeyTerms(
    List<String> models,
    List<String> networks,
    String owner,
    List<String> tags,
    Allowances allowances) {
  public static final KeyTerms NONE =
      new KeyTerms(List.of(), List.of(), "", List.of(), Allowances.NONE);

  /** Most patterns of models, and most networks. */
  static final int MOST = 64;

  static final String OWNER_RULE = "an owner of up to 256 characters without control characters";
  private static final int MOST_OWNER = 256;

  public KeyTerms {
    models = List.copyOf(models);
    networks = List.copyOf(networks);
    tags = tags.stream().distinct().sorted().toList();
    models.forEach(Names::requireModel);
    networks.forEach(Network::parse);
    tags.forEach(Names::requireTag);
    if (!isOwner(owner)) {
      throw new IllegalArgumentException("this needs " + OWNER_RULE);
    }
    if (models.size() > MOST || networks.size() > MOST || tags.size() > Names.MOST_TAGS) {
      throw new IllegalArgumentException(
          "a key has at most " + MOST + " models and networks and " + Names.MOST_TAGS + " tags");
    }
  }

  static boolean isOwner(String text) {
    return text.length() <= MOST_OWNER && text.chars().noneMatch(Character::isISOControl);
  }

  /** Whether a request for this model may be made with the key. */
  public boolean takesModel(String requestedModel) {
    return models.isEmpty()
        || models.stream().anyMatch(pattern -> Matching.takes(pattern, requestedModel));
  }
}
