package dev.sluice.ingress.admin;

import dev.sluice.ingress.error.AdminError;
import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.report.CostStreamLag;
import dev.sluice.schemas.report.CostStreamOffsets;
import dev.sluice.schemas.report.SpendAnswer;
import dev.sluice.schemas.report.SpendJson;
import dev.sluice.schemas.report.SpendQuestion;
import dev.sluice.schemas.report.SpendQuestion.Every;
import dev.sluice.schemas.report.TopicScan;
import dev.sluice.schemas.report.TopicUnreadableException;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.topic.Topics;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /admin/v1/spend}: reads the compacted topics at each call, a few calls at a time. */
final class SpendResource {
  private static final Logger LOG = LoggerFactory.getLogger(SpendResource.class);
  private static final int MOST_AT_A_TIME = 4;
  private static final int MOST_ROWS = 10_000;
  private static final Duration WITHIN = Duration.ofSeconds(12);

  private final KafkaSettings kafka;
  private final Topics topics;
  private final Codecs codecs;
  private final String clientId;
  private final Semaphore open = new Semaphore(MOST_AT_A_TIME);

  SpendResource(KafkaSettings kafka, Topics topics, Codecs codecs, String instanceId) {
    this.kafka = kafka;
    this.topics = topics;
    this.codecs = codecs;
    this.clientId = "sluice-ingress-spend-" + instanceId;
  }

  /** Spend by hour, day or month, with how far cost-stream is behind. */
  AdminReply spend(AdminRequest request) {
    String project = request.query().get("project");
    if (project == null) {
      request.caller().requireWholeView("Spend of all projects");
    } else if (!request.caller().sees(project)) {
      throw new RefusedException(
          AdminError.forbidden("This admin key does not look into the project " + project + "."));
    }
    SpendQuestion question =
        switch (SpendQuestion.of(options(request))) {
          case SpendQuestion.Parsed.Asked(SpendQuestion asked) -> asked;
          case SpendQuestion.Parsed.Refused(String reason) ->
              throw new RefusedException(AdminError.invalid(reason + "."));
        };
    if (!open.tryAcquire()) {
      throw new RefusedException(AdminError.busy());
    }
    try {
      // Before the sums are read, so that they have all that it says was counted, or more.
      CostStreamLag lag = new CostStreamOffsets(kafka, topics, clientId + "-lag").lag();
      SpendAnswer answer = new SpendAnswer(question, MOST_ROWS);
      new TopicScan(kafka, clientId, codecs, WITHIN, left -> LOG.atWarn().log(left))
          .each(question.every().topic(topics), question.readSinceMs(), answer::take);
      if (answer.isCut()) {
        throw new RefusedException(
            AdminError.invalid(
                "These are more than "
                    + MOST_ROWS
                    + " rows. Say a shorter span with from and to, one project, or fewer dimensions."));
      }
      return AdminReply.ok(SpendJson.of(answer, lag));
    } catch (TopicUnreadableException e) {
      LOG.atWarn().addKeyValue("error", e.getMessage()).log("spend cannot be read");
      throw new RefusedException(AdminError.notReady("the topics of spend cannot be read"));
    } finally {
      open.release();
    }
  }

  private static SpendQuestion.Options options(AdminRequest request) {
    String every = request.query("every").orElse(Every.month.name());
    return new SpendQuestion.Options(
        SpendQuestion.Style.QUERY,
        request.query().get("project"),
        List.of(request.query("by").orElse("project").split(",")),
        Arrays.stream(Every.values())
            .filter(known -> known.name().equals(every))
            .findFirst()
            .orElseThrow(() ->
                new RefusedException(
                    AdminError.invalid("every takes hour, day or month; not '" + every + "'."))),
        request.query().get("month"),
        request.query().get("from"),
        request.query().get("to"));
  }
}
