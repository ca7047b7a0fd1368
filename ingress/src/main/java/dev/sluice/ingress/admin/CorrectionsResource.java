package dev.sluice.ingress.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.ingress.error.AdminError;
import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptEventKind;
import dev.sluice.schemas.id.AttemptId;
import dev.sluice.schemas.id.RequestId;
import dev.sluice.schemas.report.TopicUnreadableException;
import dev.sluice.schemas.spend.LedgerEntry;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;

/**
 * {@code POST /admin/v1/corrections}: adds to what an attempt cost, as a new entry of the ledger.
 * The entry that is there stays. Budgets are not changed by it.
 */
final class CorrectionsResource {
  private static final List<String> FIELDS =
      List.of("attempt_id", "cost_usd", "reason", "correction_id");
  private static final int MOST_REASON = 500;
  private static final int MOST_DIGITS = 9;

  /** A million dollars: more than any single call cost, less than what overflows sums. */
  private static final BigDecimal MOST_USD = BigDecimal.valueOf(1_000_000);

  /** An id that is much ahead would not be known again. */
  private static final long AHEAD_MS = 300_000;

  private static final int MOST_AT_A_TIME = 2;

  private final Semaphore open = new Semaphore(MOST_AT_A_TIME);
  private final CorrectionLog log;
  private final InstantSource clock;

  CorrectionsResource(CorrectionLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  /** Answers when the event is in Kafka; the ledger has it a moment later. */
  AdminReply create(AdminRequest request) {
    request.caller().requireOwner("the ledger");
    ObjectNode body = request.body();
    for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!FIELDS.contains(name)) {
        throw invalid("Unknown field " + name + "; there are " + String.join(", ", FIELDS) + ".");
      }
    }
    String attemptId = attempt(text(body, "attempt_id"));
    BigDecimal usd = amount(body.path("cost_usd"));
    String reason = reason(text(body, "reason"));
    String id = correctionId(body);
    if (!open.tryAcquire()) {
      throw new RefusedException(AdminError.busy());
    }
    LedgerEntry entry;
    try {
      entry = entry(attemptId);
      log.send(event(entry, id, usd, request.caller().actor() + ": " + reason));
    } finally {
      open.release();
    }
    return new AdminReply(
        202,
        Map.of(),
        Shapes.JSON
            .createObjectNode()
            .put("correction_id", id)
            .put("attempt_id", attemptId)
            .put("project", entry.getProject())
            .put("cost_usd", usd.toPlainString()));
  }

  private LedgerEntry entry(String attemptId) {
    try {
      Optional<LedgerEntry> found = log.find(attemptId);
      return found.orElseThrow(() ->
          new RefusedException(
              AdminError.notFound("ledger entry of the attempt", attemptId, List.of())));
    } catch (TopicUnreadableException e) {
      throw new RefusedException(AdminError.notReady("the ledger cannot be read"));
    }
  }

  private AttemptEvent event(LedgerEntry entry, String id, BigDecimal usd, String reason) {
    return AttemptEvent.newBuilder()
        .setKind(AttemptEventKind.CORRECTED)
        .setAttemptId(entry.getAttemptId())
        .setRequestId(entry.getRequestId())
        .setAccount(entry.getAccount())
        .setProject(entry.getProject())
        .setVirtualKeyId(entry.getVirtualKeyId())
        .setUser(entry.getUser())
        .setTags(entry.getTags())
        .setRequestedModel(entry.getRequestedModel())
        .setDeployment(entry.getDeployment())
        .setProvider(entry.getProvider())
        .setProviderModel(entry.getProviderModel())
        .setReportedModel(entry.getReportedModel())
        .setBatch(entry.getBatch())
        .setPriceVersion(entry.getPriceVersion())
        .setCostNanoUsd(usd.movePointRight(MOST_DIGITS).longValueExact())
        .setAtMs(clock.millis())
        .setCorrectionId(id)
        .setReason(reason)
        .build();
  }

  private static String text(ObjectNode body, String field) {
    JsonNode value = body.path(field);
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw invalid(field + " is missing, or is no text.");
    }
    return value.textValue().strip();
  }

  private static String attempt(String text) {
    if (AttemptId.parse(text)
        .filter(id -> RequestId.timeOf(id.requestId()).isPresent())
        .isEmpty()) {
      throw invalid(
          "attempt_id is the id of an attempt, as sluice request show and the ledger tell it.");
    }
    return text;
  }

  private static BigDecimal amount(JsonNode value) {
    try {
      BigDecimal usd = new BigDecimal(value.isTextual() ? value.textValue() : value.toString());
      if (usd.signum() != 0
          && usd.stripTrailingZeros().scale() <= MOST_DIGITS
          && usd.abs().compareTo(MOST_USD) <= 0) {
        return usd;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw invalid(
        "cost_usd is what is added to the cost of the attempt in USD, such as \"-0.25\": not 0, with"
            + " at most 9 digits behind the point and at most "
            + MOST_USD
            + ".");
  }

  private static String reason(String text) {
    if (text.length() > MOST_REASON || text.chars().anyMatch(Character::isISOControl)) {
      throw invalid("reason is one line of at most " + MOST_REASON + " characters.");
    }
    return text;
  }

  /** The caller's, so that it can repeat the call; else a new one. */
  private String correctionId(ObjectNode body) {
    Instant now = clock.instant();
    if (!body.has("correction_id")) {
      return RequestId.create(now).value();
    }
    String id = text(body, "correction_id");
    OptionalLong at = RequestId.timeOf(id);
    long aheadMs = at.orElse(0) - now.toEpochMilli();
    if (at.isEmpty() || aheadMs > AHEAD_MS || aheadMs < -CorrectionLog.REMEMBERED_MS) {
      throw invalid("correction_id is a UUIDv7 of these days; leave it out, and one is made.");
    }
    return id;
  }

  private static RefusedException invalid(String reason) {
    return new RefusedException(AdminError.invalid(reason));
  }
}
