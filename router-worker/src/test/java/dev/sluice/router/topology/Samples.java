package dev.sluice.router.topology;

import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptEventKind;
import dev.sluice.schemas.attempt.AttemptStatus;
import dev.sluice.schemas.attempt.CallTimeouts;
import dev.sluice.schemas.attempt.Dispatch;
import dev.sluice.schemas.attempt.FailedAttempt;
import dev.sluice.schemas.attempt.FailedFate;
import dev.sluice.schemas.config.Allowances;
import dev.sluice.schemas.config.ConfigObject;
import dev.sluice.schemas.config.ConfigObjects;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.config.Project;
import dev.sluice.schemas.control.ConfigEntry;
import dev.sluice.schemas.decision.DeploymentStep;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.id.RequestId;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.request.InferenceRequest;
import dev.sluice.schemas.request.Payload;
import dev.sluice.schemas.request.Priority;
import dev.sluice.schemas.request.ReplyAddress;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Records as other roles write them. */
public final class Samples {
  public static final String ACCOUNT = "acme";
  public static final long RESERVE = 1_000;

  private Samples() {}

  public static String id(int number) {
    return RequestId.ofSource("test", 0, number, Instant.EPOCH.toEpochMilli()).value();
  }

  /** The project {@code search} with these budgets and limits, and nothing else. */
  public static GatewayConfig config(Allowances allowances) {
    ConfigObject object = ConfigObjects.of(new Project("search", allowances));
    return GatewayConfig.empty()
        .with(
            ConfigEntry.newBuilder()
                .setKind(object.kind())
                .setName(object.name())
                .setRevision(1)
                .setBodyJson(object.bodyJson())
                .setManagedBy("file")
                .build(),
            0);
  }

  public static Envelope envelope(String requestId, String model) {
    return Envelope.newBuilder()
        .setRequestId(requestId)
        .setAccount(ACCOUNT)
        .setProject("search")
        .setRequestedModel(model)
        .setInputTokensBound(10)
        .setChoices(1)
        .setTimeBudgetMs(60_000)
        .setPriority(Priority.INTERACTIVE)
        .setReplyTo(new ReplyAddress("t.replies", 1, "ingress-1", ""))
        .build();
  }

  public static InferenceRequest request(Envelope envelope) {
    return new InferenceRequest(
        envelope, new Payload("canonical-request/avro", ByteBuffer.wrap(new byte[] {1, 2, 3})));
  }

  public static DeploymentStep step(String provider) {
    return new DeploymentStep(
        provider + "/model", provider, "model", new CallTimeouts(0L, 0L, 0L, 0L), 100L, RESERVE);
  }

  public static AttemptEvent started(Dispatch dispatch, String worker) {
    return event(dispatch, worker).setKind(AttemptEventKind.STARTED).build();
  }

  public static AttemptEvent firstContent(Dispatch dispatch, String worker) {
    return event(dispatch, worker).setKind(AttemptEventKind.FIRST_CONTENT).build();
  }

  public static AttemptEvent succeeded(Dispatch dispatch, String worker, long cost) {
    return event(dispatch, worker)
        .setKind(AttemptEventKind.OUTCOME)
        .setStatus(AttemptStatus.SUCCEEDED)
        .setCostNanoUsd(cost)
        .build();
  }

  public static AttemptEvent failed(Dispatch dispatch, String worker, long cost) {
    return event(dispatch, worker)
        .setKind(AttemptEventKind.OUTCOME)
        .setStatus(AttemptStatus.FAILED)
        .setErrorKind(ErrorKind.PROVIDER_ERROR.wireName())
        .setErrorMessage("no")
        .setCostNanoUsd(cost)
        .build();
  }

  private static AttemptEvent.Builder event(Dispatch dispatch, String worker) {
    return AttemptEvent.newBuilder()
        .setAttemptId(dispatch.getAttemptId())
        .setAttemptNumber(dispatch.getAttemptNumber())
        .setRequestId(dispatch.getEnvelope().getRequestId())
        .setAccount(dispatch.getEnvelope().getAccount())
        .setDeployment(dispatch.getDeployment())
        .setProvider(dispatch.getProvider())
        .setProviderModel(dispatch.getProviderModel())
        .setWorker(worker)
        .setStartedAtMs(1000)
        .setUsage(
            TokenUsage.newBuilder()
                .setSource(UsageSource.PROVIDER)
                .setInput(1L)
                .setOutput(2L)
                .build());
  }

  public static FailedAttempt report(
      Dispatch dispatch, FailedFate fate, ErrorKind kind, boolean elsewhere, @Nullable Long cost) {
    return FailedAttempt.newBuilder()
        .setRequestId(dispatch.getEnvelope().getRequestId())
        .setAccount(dispatch.getEnvelope().getAccount())
        .setAttemptId(dispatch.getAttemptId())
        .setAttemptNumber(dispatch.getAttemptNumber())
        .setDeployment(dispatch.getDeployment())
        .setWorker("worker-1")
        .setFate(fate)
        .setError(new ErrorInfo(kind.wireName(), 503, "no", null, null, null, null, "provider", ""))
        .setTryElsewhere(elsewhere)
        .setCostNanoUsd(cost)
        .build();
  }
}
