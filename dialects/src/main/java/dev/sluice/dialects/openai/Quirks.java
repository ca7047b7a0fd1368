package dev.sluice.dialects.openai;

import dev.sluice.schemas.config.KnownProvider;
import dev.sluice.schemas.config.ProviderCatalogue;
import dev.sluice.schemas.config.ProviderType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Where a vendor's OpenAI dialect is not that of plain compatible servers, as data: the words in
 * the column {@code quirks} of the catalogue. A word that is not known here fails the build.
 *
 * @param path of a chat call below the base URL, query included
 * @param limitField name of the output limit where the caller's own name cannot be used
 * @param renamesLimit whether only {@code limitField} is known
 * @param developerRole whether the role {@code developer} is known; else it becomes {@code system}
 * @param streamOptions whether {@code stream_options} is known
 * @param takesReasoning whether reasoning text of earlier turns may be sent back
 * @param topK whether {@code top_k} is known
 * @param strictTools whether {@code strict} of a function is known
 * @param usage how its usage object counts
 * @param wording what a request says in other words, or not at all
 * @param vectors what its embeddings and its reranking are like
 */
public record Quirks(
    String path,
    String limitField,
    boolean renamesLimit,
    boolean developerRole,
    boolean streamOptions,
    boolean takesReasoning,
    boolean topK,
    boolean strictTools,
    UsageRule usage,
    Wording wording,
    Vectors vectors) {

  private static final String CHAT = "/chat/completions";

  /** Whether the vendor is Google, which takes its own proofs of reasoning back. */
  public boolean proofs() {
    return usage == UsageRule.REASONING_IN_TOTAL;
  }

  /** How reasoning and caches are counted. */
  public enum UsageRule {
    /** Completion holds reasoning, prompt holds caches. */
    STANDARD,
    /** Completion leaves out reasoning. */
    REASONING_APART,
    /** Reasoning shows only in the total. */
    REASONING_IN_TOTAL
  }

  /**
   * What a request says in other words, or not at all.
   *
   * @param required the word of {@code tool_choice} for a call of any tool
   * @param seed name of the seed
   * @param nineCharacterIds whether ids of tool calls must have nine letters or digits
   * @param prefix whether an answer that is to be gone on with must be marked as one
   * @param knownFieldsOnly whether fields that only OpenAI knows are refused
   * @param ordered whether after a tool's result only the assistant may speak, and after either of
   *     them no system message may come
   */
  public record Wording(
      String required,
      String seed,
      boolean nineCharacterIds,
      boolean prefix,
      boolean knownFieldsOnly,
      boolean ordered) {

    /** An id of a tool call, or of the call that a result answers. */
    public String callId(String id) {
      return nineCharacterIds ? CallIds.ofNineCharacters(id) : id;
    }

    /** Whether a field of a request may be sent. */
    public boolean knows(String field) {
      return !knownFieldsOnly || !OpenAiFields.ONLY.contains(field);
    }
  }

  /**
   * What embeddings and reranking are like.
   *
   * @param dimensions name of the number of dimensions
   * @param base64Only whether base64 is the only word for a form of vectors
   * @param inputType whether what the vectors are for can be said
   * @param tokens whether inputs may be token ids
   * @param rerank whether documents can be put in order
   * @param topN name of the number of documents that are wanted
   */
  public record Vectors(
      String dimensions,
      boolean base64Only,
      boolean inputType,
      boolean tokens,
      boolean rerank,
      String topN) {}

  /** Those of a server that is not in the catalogue. */
  private static final Quirks COMPATIBLE = of("", Set.of("rerank"));

  private static final Map<String, Quirks> BY_PROVIDER = read();

  /** The quirks of a provider by its id in the catalogue; of another one those of all. */
  public static Quirks of(String provider) {
    return BY_PROVIDER.getOrDefault(provider, COMPATIBLE);
  }

  private static Map<String, Quirks> read() {
    Map<String, Quirks> byProvider = new HashMap<>();
    for (KnownProvider known : ProviderCatalogue.all()) {
      if (known.type() == ProviderType.OPENAI) {
        byProvider.put(known.name(), of(known.address().chatPath(), known.quirks()));
      }
    }
    return Map.copyOf(byProvider);
  }

  /** Path of an embeddings call below the base URL, which lies beside that of chats. */
  public String embeddingsPath() {
    return path.contains(CHAT) ? path.replace(CHAT, "/embeddings") : "/embeddings";
  }

  /**
   * The quirks in these words.
   *
   * @param chatPath empty for the usual one
   * @throws IllegalStateException if a word is not known
   */
  static Quirks of(String chatPath, Set<String> words) {
    Set<String> unread = new HashSet<>(words);
    boolean onlyOld = unread.remove("max-tokens-only");
    boolean newLimit = unread.remove("max-completion-tokens");
    boolean apart = unread.remove("reasoning-apart");
    boolean inTotal = unread.remove("reasoning-in-total");
    unread.remove("deployment-paths"); // a matter of the address
    Quirks quirks =
        new Quirks(
            chatPath.isEmpty() ? CHAT : chatPath,
            newLimit ? "max_completion_tokens" : "max_tokens",
            onlyOld,
            unread.remove("developer-role"),
            !unread.remove("no-stream-options"),
            !unread.remove("no-reasoning-back"),
            !unread.remove("no-top-k"),
            !unread.remove("no-strict-tools"),
            usage(apart, inTotal),
            new Wording(
                unread.remove("required-is-any") ? "any" : "required",
                unread.remove("random-seed") ? "random_seed" : "seed",
                unread.remove("nine-character-ids"),
                unread.remove("prefix"),
                unread.remove("known-fields-only"),
                unread.remove("ordered-roles")),
            new Vectors(
                unread.remove("output-dimension") ? "output_dimension" : "dimensions",
                unread.remove("base64-only"),
                !unread.remove("no-input-type"),
                !unread.remove("texts-only"),
                unread.remove("rerank"),
                unread.remove("top-k-documents") ? "top_k" : "top_n"));
    if (!unread.isEmpty() || (onlyOld && newLimit) || (apart && inTotal)) {
      throw new IllegalStateException("the catalogue has quirks that make no sense: " + words);
    }
    return quirks;
  }

  private static UsageRule usage(boolean apart, boolean inTotal) {
    if (apart) {
      return UsageRule.REASONING_APART;
    }
    return inTotal ? UsageRule.REASONING_IN_TOTAL : UsageRule.STANDARD;
  }
}
