package dev.sluice.cost.ledger;

import static dev.sluice.cost.CostFixture.NOW;
import static dev.sluice.cost.CostFixture.outcome;
import static dev.sluice.cost.CostFixture.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cost.CostFixture;
import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptEventKind;
import dev.sluice.schemas.attempt.AttemptStatus;
import dev.sluice.schemas.id.RequestId;
import dev.sluice.schemas.spend.CostSource;
import dev.sluice.schemas.spend.EntryKind;
import dev.sluice.schemas.spend.LedgerEntry;
import dev.sluice.schemas.undecodable.UndecodableRecord;
import dev.sluice.schemas.usage.Usages;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  private CostFixture cost;

  @BeforeEach
  void open(@TempDir Path stateDir) {
    cost = new CostFixture(stateDir);
  }

  @AfterEach
  void close() {
    cost.close();
  }

  @Test
  void shouldEnterEachOutcomeWithItsCost() {
    AttemptEvent event = outcome(1);

    cost.attempt(event);

    LedgerEntry entry = onlyEntry();
    assertThat(entry.getEntryId()).isEqualTo(event.getAttemptId());
    assertThat(entry.getKind()).isEqualTo(EntryKind.ATTEMPT);
    assertThat(entry.getCostSource()).isEqualTo(CostSource.PROVIDER_USAGE);
    assertThat(entry.getCostNanoUsd()).isEqualTo(2_000_000);
    assertThat(entry.getInputTokens()).isEqualTo(1_000);
    assertThat(entry.getOutputTokens()).isEqualTo(500);
    assertThat(entry.getCachedInputTokens()).isNull();
    assertThat(entry.getReason()).isEmpty();
    assertThat(entry.getStatus()).isEqualTo("succeeded");
    assertThat(entry.getAccount()).isEqualTo("acme");
    assertThat(entry.getTags()).containsExactly("blue", "green");
    assertThat(entry.getEnteredAtMs()).isEqualTo(NOW.toEpochMilli());
  }

  @Test
  void shouldTellByWhichTierAnEntryIsPriced() {
    AttemptEvent longer = outcome(2);
    longer.setUsage(told(100_001, 10));

    cost.attempt(outcome(1));
    cost.attempt(longer);

    List<LedgerEntry> entries = cost.entries();
    assertThat(entries)
        .extracting(LedgerEntry::getPriceTierAboveTokens)
        .containsExactly(null, 100_000L);
    assertThat(entries)
        .extracting(LedgerEntry::getCostNanoUsd)
        .containsExactly(2_000_000L, 100_001 * 3_000L + 10 * 4_000);
  }

  @Test
  void shouldLeaveOutWhatIsNotFinished() {
    for (AttemptEventKind kind :
        List.of(
            AttemptEventKind.STARTED,
            AttemptEventKind.FIRST_CONTENT,
            AttemptEventKind.UNSPECIFIED)) {
      AttemptEvent event = outcome(1);
      event.setKind(kind);
      cost.attempt(event);
    }

    assertThat(cost.entries()).isEmpty();
    assertThat(cost.deadLetters()).isEmpty();
  }

  @Test
  void shouldEnterARepeatedAttemptOnce() {
    AttemptEvent event = outcome(1);

    cost.attempt(event);
    cost.attempt(event, NOW.plus(Duration.ofDays(6)));
    cost.attempt(event, NOW.minusSeconds(30));

    assertThat(cost.entries()).hasSize(1);
    assertThat(cost.count("sluice.cost.duplicates")).isEqualTo(2);
  }

  @Test
  void shouldEnterEachAttemptOfARequest() {
    RequestId request = RequestId.create(NOW);

    cost.attempt(outcome(request, 2));
    cost.attempt(outcome(request, 1));

    assertThat(cost.entries())
        .extracting(LedgerEntry::getAttemptId)
        .containsExactly(request + "-2", request + "-1");
  }

  @Test
  void shouldTakeTheFirstOfWriteOffAndLateOutcome() {
    AttemptEvent lost = outcome(1);
    AttemptEvent late = AttemptEvent.newBuilder(lost).build();
    writeOff(lost, 100, 50L, 2);

    cost.attempt(lost);
    cost.attempt(late);

    assertThat(onlyEntry().getCostSource()).isEqualTo(CostSource.WORST_CASE);
  }

  @Test
  void shouldCountAWrittenOffAttemptAsItsWorstCase() {
    AttemptEvent lost = outcome(1);
    writeOff(lost, 100, 50L, 2);

    cost.attempt(lost);

    LedgerEntry entry = onlyEntry();
    assertThat(entry.getCostSource()).isEqualTo(CostSource.WORST_CASE);
    assertThat(entry.getCostNanoUsd()).isEqualTo(100 * 1_000 + 2 * 50 * 2_000);
    assertThat(entry.getStatus()).isEqualTo("fate_unknown");
  }

  private static void writeOff(AttemptEvent event, long input, Long outputLimit, int choices) {
    event.setKind(AttemptEventKind.WRITTEN_OFF);
    event.setStatus(AttemptStatus.FATE_UNKNOWN);
    event.setUsage(Usages.unknown());
    event.setInputTokensBound(input);
    event.setOutputLimit(outputLimit);
    event.setChoices(choices);
  }

  @Test
  void shouldEnterACorrectionOnceBesideItsAttempt() {
    AttemptEvent event = outcome(1);
    AttemptEvent correction = AttemptEvent.newBuilder(event).build();
    correction.setKind(AttemptEventKind.CORRECTED);
    correction.setUsage(null);
    correction.setCorrectionId(RequestId.create(NOW).value());
    correction.setCostNanoUsd(-500_000L);
    correction.setReason("admin-key/ops: billed twice");

    cost.attempt(event);
    cost.attempt(correction, NOW.plusSeconds(60));
    cost.attempt(correction, NOW.plusSeconds(61));
    AttemptEvent another = AttemptEvent.newBuilder(correction).build();
    another.setCostNanoUsd(-400_000L);
    cost.attempt(another, NOW.plusSeconds(62));

    List<LedgerEntry> entries = cost.entries();
    assertThat(entries).extracting(LedgerEntry::getCostNanoUsd).endsWith(-500_000L, -400_000L);
    assertThat(entries).hasSize(3);
    LedgerEntry entry = entries.get(1);
    assertThat(entry.getKind()).isEqualTo(EntryKind.CORRECTION);
    assertThat(entry.getEntryId()).isEqualTo(correction.getCorrectionId());
    assertThat(entry.getAttemptId()).isEqualTo(event.getAttemptId());
    assertThat(entry.getCostSource()).isEqualTo(CostSource.CORRECTION);
    assertThat(entry.getCostNanoUsd()).isEqualTo(-500_000);
    assertThat(entry.getReason()).isEqualTo("admin-key/ops: billed twice");
    assertThat(entry.getInputTokens()).isNull();
    assertThat(entry.getAttemptAtMs()).isEqualTo(NOW.plusSeconds(60).toEpochMilli());
    assertThat(cost.count("sluice.cost.duplicates")).isEqualTo(1);
  }

  @Test
  void shouldSetACorrectionWithoutAnIdAside() {
    AttemptEvent correction = outcome(1);
    correction.setKind(AttemptEventKind.CORRECTED);

    cost.attempt(correction);

    assertThat(cost.entries()).isEmpty();
    assertThat(cost.deadLetters()).hasSize(1);
  }

  @Test
  void shouldMarkACostThatRestsOnAnEstimate() {
    AttemptEvent event = outcome(1);
    event.setUsage(Usages.estimated(10, 20));

    cost.attempt(event);

    LedgerEntry entry = onlyEntry();
    assertThat(entry.getCostSource()).isEqualTo(CostSource.ESTIMATED_USAGE);
    assertThat(entry.getCostNanoUsd()).isEqualTo(50_000);
  }

  @Test
  void shouldEnterARefusedCallAtZero() {
    AttemptEvent event = outcome(1);
    event.setStatus(AttemptStatus.FAILED);
    event.setProviderStatus(429);
    event.setUsage(Usages.none());

    cost.attempt(event);

    LedgerEntry entry = onlyEntry();
    assertThat(entry.getCostSource()).isEqualTo(CostSource.PROVIDER_USAGE);
    assertThat(entry.getCostNanoUsd()).isZero();
    assertThat(entry.getStatus()).isEqualTo("failed");
  }

  @Test
  void shouldNeverTakeUnknownForZero() {
    AttemptEvent unknownUsage = outcome(1);
    unknownUsage.setUsage(Usages.unknown());
    AttemptEvent noUsage = outcome(1);
    noUsage.setUsage(null);
    AttemptEvent noPrice = outcome(1);
    noPrice.setProviderModel("large");
    AttemptEvent noBook = outcome(1);
    noBook.setPriceVersion("test-0");
    AttemptEvent noVersion = outcome(1);
    noVersion.setPriceVersion("");
    List<AttemptEvent> events = List.of(unknownUsage, noUsage, noPrice, noBook, noVersion);

    events.forEach(cost::attempt);

    assertThat(cost.entries())
        .hasSize(events.size())
        .allSatisfy(entry -> {
          assertThat(entry.getCostSource()).isEqualTo(CostSource.UNPRICED);
          assertThat(entry.getCostNanoUsd()).isNull();
          assertThat(entry.getReason()).isNotEmpty();
        });
  }

  @Test
  void shouldSetAsideAnAttemptOlderThanItsMemory() {
    AttemptEvent event = outcome(1);
    Instant late = NOW.plus(LedgerProcessor.REMEMBERED).plusMillis(1);

    cost.attempt(event, late);

    assertThat(cost.entries()).isEmpty();
    assertThat(cost.count("sluice.cost.late")).isEqualTo(1);
    UndecodableRecord letter = cost.deadLetters().get(0);
    assertThat(letter.getReason()).startsWith("late");
    assertThat(letter.getTopic()).isEqualTo("sluice.attempts");
    assertThat(
            CostFixture.CODECS.of(CostFixture.TOPICS.attempts()).decode(letter.getValue().array()))
        .isEqualTo(event);
  }

  @Test
  void shouldStillEnterAnAttemptAtTheEdgeOfItsMemory() {
    AttemptEvent young = outcome(1);
    AttemptEvent old = outcome(1);

    cost.attempt(young, NOW.plus(LedgerProcessor.REMEMBERED));
    cost.attempt(old, NOW.plus(LedgerProcessor.REMEMBERED));
    cost.attempt(old, NOW.plus(LedgerProcessor.REMEMBERED));

    assertThat(cost.entries()).hasSize(2);
    assertThat(cost.count("sluice.cost.duplicates")).isEqualTo(1);
  }

  @Test
  void shouldNotForgetOthersForAnIdFromAClockFarAhead() {
    AttemptEvent ahead = outcome(RequestId.create(NOW.plus(Duration.ofDays(300))), 1);
    AttemptEvent usual = outcome(1);

    cost.attempt(usual);
    cost.attempt(ahead);
    cost.attempt(ahead, NOW.plusSeconds(5));
    cost.attempt(usual, NOW.plusSeconds(5));

    assertThat(cost.entries()).hasSize(2);
    assertThat(cost.count("sluice.cost.duplicates")).isEqualTo(2);
  }

  @Test
  void shouldSetAsideWhatCannotBeRead() {
    byte[] cut = {0, 0, 0, 0, 1, 6, 90};
    AttemptEvent nameless = outcome(1);
    nameless.setAttemptId("no id");

    cost.attemptBytes("not avro".getBytes(java.nio.charset.StandardCharsets.UTF_8), NOW);
    cost.attemptBytes(cut, NOW);
    cost.attempt(nameless);
    cost.attempt(outcome(1));

    assertThat(cost.deadLetters()).hasSize(3);
    assertThat(cost.entries()).hasSize(1);
    assertThat(cost.count("sluice.cost.undecodable")).isEqualTo(3);
  }

  @Test
  void shouldNotBelieveAMomentFarFromTheRecord() {
    AttemptEvent event = outcome(1);
    event.setAtMs(0);
    event.setUsage(told(1, 1));

    cost.attempt(event);

    assertThat(onlyEntry().getAttemptAtMs()).isEqualTo(NOW.toEpochMilli());
  }

  private LedgerEntry onlyEntry() {
    List<LedgerEntry> entries = cost.entries();
    assertThat(entries).hasSize(1);
    return entries.get(0);
  }
}
