package dev.sluice.dialects.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.canonical.Signatures;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptedContentTest {
  @ParameterizedTest
  @ValueSource(strings = {"bare-of-anthropic", "gemini:x", "bedrock:x", "openai:rs_1:x"})
  void shouldGiveAProofBackAsItWas(String signature) {
    ContentPart shown = Canonical.part(ContentKind.REASONING);
    shown.setSignature(signature);
    String written = Objects.requireNonNull(EncryptedContent.write(shown));

    ContentPart returned = Canonical.part(ContentKind.REASONING);
    EncryptedContent.read(written, "rs_1", returned);

    assertThat(returned.getSignature()).isEqualTo(signature);
  }

  @Test
  void shouldKeepOneOfBedrocksFromOpenAi() {
    ContentPart returned = Canonical.part(ContentKind.REASONING);
    EncryptedContent.read("bedrock:x", "rs_1", returned);

    assertThat(Signatures.isOpenAi(returned.getSignature())).isFalse();
    assertThat(Signatures.forBedrock(returned.getSignature())).isEqualTo("x");
  }

  @Test
  void shouldCountWhatTheProviderMayBillByThePiece() throws IOException {
    Map<String, Long> calls = new HashMap<>();
    for (String type :
        new String[] {
          "web_search_call",
          "web_search_call",
          "image_generation_call",
          "code_interpreter_call",
          "something_new",
          "message",
          "reasoning",
          "function_call"
        }) {
      Status.count("{\"id\":\"x\",\"type\":\"" + type + "\"}", calls);
    }

    assertThat(calls)
        .isEqualTo(
            Map.of(
                "web_search",
                2L,
                "image_generation",
                1L,
                "code_interpreter",
                1L,
                "something_new",
                1L));
  }
}
