package dev.sluice.dialects.canonical;

import dev.sluice.schemas.chat.CanonicalEvent;
import org.jspecify.annotations.Nullable;

/**
 * Opaque proofs of reasoning, which go back to the provider that gave them and to no other. In the
 * canonical form one that Gemini gave begins with {@value #GEMINI}, one of a model on Bedrock that
 * is not Anthropic's with {@value #BEDROCK}, one that OpenAI gave with {@value #OPENAI} and the id
 * of its reasoning item; the bare ones are Anthropic's, wherever its models run. No proof and no id
 * has a colon by itself.
 *
 * <p>Gemini puts its proofs on texts and tool calls as well as on reasoning. Where a whole tool
 * call is one event, its proof is the extra field {@value #EXTRA}.
 */
public final class Signatures {
  /** Name of the proof on Gemini's wire. */
  public static final String EXTRA = "thoughtSignature";

  private static final String GEMINI = "gemini:";
  private static final String BEDROCK = "bedrock:";
  private static final String OPENAI = "openai:";

  private Signatures() {}

  /** A proof as Gemini wrote it, marked. */
  public static String ofGemini(String bare) {
    return GEMINI + bare;
  }

  /** The proof as Gemini wrote it, null where there is none of Gemini's. */
  public static @Nullable String forGemini(@Nullable String signature) {
    return signature != null && signature.startsWith(GEMINI)
        ? signature.substring(GEMINI.length())
        : null;
  }

  /** A proof of another model than Anthropic's on Bedrock, marked. */
  public static String ofBedrock(String bare) {
    return BEDROCK + bare;
  }

  /** The proof as such a model wrote it, null where there is none of theirs. */
  public static @Nullable String forBedrock(@Nullable String signature) {
    return signature != null && signature.startsWith(BEDROCK)
        ? signature.substring(BEDROCK.length())
        : null;
  }

  /** Whether there is a proof that is Anthropic's to check. */
  public static boolean isAnthropic(@Nullable String signature) {
    return signature != null && !signature.isEmpty() && signature.indexOf(':') < 0;
  }

  /**
   * The encrypted content of a reasoning item of OpenAI's, marked. OpenAI checks that it comes back
   * in the item of this id.
   */
  public static String ofOpenAi(String itemId, String encrypted) {
    return OPENAI + itemId + ':' + encrypted;
  }

  /** Whether there is a proof that is OpenAI's to check. */
  public static boolean isOpenAi(@Nullable String signature) {
    return signature != null
        && signature.startsWith(OPENAI)
        && signature.indexOf(':', OPENAI.length()) >= 0;
  }

  /** Id of the item that a proof of OpenAI's came in, which may be empty. */
  public static String itemOfOpenAi(String signature) {
    return signature.substring(OPENAI.length(), signature.indexOf(':', OPENAI.length()));
  }

  /** The encrypted content as OpenAI wrote it. */
  public static String forOpenAi(String signature) {
    return signature.substring(signature.indexOf(':', OPENAI.length()) + 1);
  }

  /** The marked proof of a tool call that starts with this event, null where it has none. */
  public static @Nullable String of(CanonicalEvent event) {
    String json = event.getExtras().get(EXTRA);
    return json == null || json.length() < 3 || json.charAt(0) != '"'
        ? null
        : ofGemini(json.substring(1, json.length() - 1));
  }
}
