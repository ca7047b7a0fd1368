package dev.sluice.proofs.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proofs.ProofOutcome;
import dev.sluice.proofs.bill.TopicReader;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DecisionKind;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.request.InferenceRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lowered at 10,000, raised at 20,000 and revoked at 30,000. */
class RevocationJudgeTest {
  private static final List<NodeLoad.Call> CALLS =
      List.of(
          new NodeLoad.Call(0, 9_000, 200),
          new NodeLoad.Call(0, 10_500, 429),
          new NodeLoad.Call(0, 20_300, 429),
          new NodeLoad.Call(0, 20_400, 200),
          new NodeLoad.Call(0, 30_900, 200),
          new NodeLoad.Call(0, 31_000, 401));

  private static Round round(List<NodeLoad.Call> calls) {
    return new Round("p", "key_1", 10_000, 19_900, 20_000, 30_000, calls);
  }

  private static TopicReader.Read<InferenceRequest> accepted(long atMs) {
    Envelope envelope = Envelope.newBuilder().setVirtualKeyId("key_1").build();
    return new TopicReader.Read<>(
        0, atMs, atMs, InferenceRequest.newBuilder().setEnvelope(envelope).build());
  }

  private static TopicReader.Read<Decision> decision(DecisionKind kind, long epoch, long atMs) {
    Decision decision =
        Decision.newBuilder().setKind(kind).setOwnerEpoch(epoch).setAccount("p").build();
    return new TopicReader.Read<>(0, atMs, atMs, decision);
  }

  @Test
  void shouldTellTheWorstOfWhatIsWithinASecond() {
    ProofOutcome outcome =
        new RevocationJudge(
                1,
                List.of(accepted(29_000), accepted(30_950)),
                List.of(
                    decision(DecisionKind.OWNER_EPOCH, 1, 1),
                    decision(DecisionKind.DISPATCH, 1, 10_200),
                    decision(DecisionKind.DISPATCH, 1, 20_400)))
            .judge(List.of(round(CALLS)));

    assertThat(outcome.failures()).isEmpty();
    assertThat(outcome.figures().values())
        .containsExactly(
            "1, at 1 nodes",
            "2",
            "6",
            "950 ms after",
            "900 ms after",
            "200 ms after",
            "300 ms after");
  }

  @Test
  void shouldFindWhatCameLate() {
    List<NodeLoad.Call> late =
        List.of(
            new NodeLoad.Call(0, 9_000, 200),
            new NodeLoad.Call(0, 10_500, 429),
            new NodeLoad.Call(0, 21_300, 429),
            new NodeLoad.Call(0, 21_400, 200),
            new NodeLoad.Call(0, 31_100, 200),
            new NodeLoad.Call(0, 31_200, 401));

    ProofOutcome outcome =
        new RevocationJudge(
                1,
                List.of(accepted(31_001)),
                List.of(
                    decision(DecisionKind.OWNER_EPOCH, 2, 1),
                    decision(DecisionKind.DISPATCH, 1, 12_000),
                    decision(DecisionKind.DISPATCH, 2, 11_001)))
            .judge(List.of(round(late)));

    assertThat(outcome.failures()).hasSize(4).allMatch(f -> f.endsWith(": 1 later than 1000 ms"));
  }

  @Test
  void shouldNotTakeANodeThatNobodyAskedForProof() {
    ProofOutcome outcome =
        new RevocationJudge(2, List.of(accepted(29_000)), List.of()).judge(List.of(round(CALLS)));

    assertThat(outcome.failures())
        .hasSize(5)
        .contains("the log has nothing dispatched of p")
        .contains("only 1 of 2 nodes answered 401 after the end of the key of p");
  }
}
