package dev.sluice.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.WriteShareGroupStateRequestData;
import org.apache.kafka.common.message.WriteShareGroupStateResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.coordinator.share.ShareCoordinator;
import org.apache.kafka.server.share.persister.NoOpStatePersister;
import org.apache.kafka.server.share.persister.WriteShareGroupStateParameters;
import org.apache.kafka.server.share.persister.WriteShareGroupStateResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That it lasts is held by {@link EmbeddedBrokerRestartIT}, on a broker that is killed. */
class NearShareStateTest {
  private static final Uuid TOPIC = Uuid.randomUuid();

  private final List<WriteShareGroupStateRequestData> asked = new ArrayList<>();
  private final List<WriteShareGroupStateParameters> byNetwork = new ArrayList<>();

  @Test
  void shouldAskTheCoordinatorForTheSameStateAndNobodyElse() {
    WriteShareGroupStateRequestData state = state();

    WriteShareGroupStateResult result = write(state, request -> answer(request, Errors.NONE));

    assertThat(asked).containsExactly(state);
    assertThat(byNetwork).isEmpty();
    assertThat(result.topicsData().getFirst().partitions())
        .extracting(partition -> partition.partition(), partition -> partition.errorCode())
        .containsExactly(tuple(0, Errors.NONE.code()), tuple(3, Errors.NONE.code()));
  }

  @ParameterizedTest
  @EnumSource(
      value = Errors.class,
      names = {"COORDINATOR_LOAD_IN_PROGRESS", "NOT_COORDINATOR", "COORDINATOR_NOT_AVAILABLE"})
  void shouldGoTheUsualWayWhenTheCoordinatorRefusesOnePartition(Errors refusal) {
    write(state(), request -> answer(request, refusal));

    assertThat(asked).hasSize(1);
    assertThat(byNetwork).hasSize(1);
  }

  @Test
  void shouldGoTheUsualWayWhenTheCoordinatorFails() {
    write(state(), request -> CompletableFuture.failedFuture(new IllegalStateException("stopped")));

    assertThat(byNetwork).hasSize(1);
  }

  @Test
  void shouldGoTheUsualWayWhenTheCoordinatorThrows() {
    write(
        state(),
        request -> {
          throw new IllegalStateException("stopping");
        });

    assertThat(byNetwork).hasSize(1);
  }

  @Test
  void shouldGoTheUsualWayWhenTheAnswerIsEmpty() {
    write(
        state(), // as it is from a coordinator that does not understand the request
        request -> CompletableFuture.completedFuture(new WriteShareGroupStateResponseData()));

    assertThat(byNetwork).hasSize(1);
  }

  private WriteShareGroupStateResult write(
      WriteShareGroupStateRequestData state,
      Function<WriteShareGroupStateRequestData, CompletableFuture<WriteShareGroupStateResponseData>>
          answers) {
    ShareCoordinator coordinator =
        (ShareCoordinator)
            Proxy.newProxyInstance(
                ShareCoordinator.class.getClassLoader(),
                new Class<?>[] {ShareCoordinator.class},
                (proxy, method, arguments) -> {
                  assertThat(method.getName()).isEqualTo("writeState");
                  var request = (WriteShareGroupStateRequestData) arguments[1];
                  asked.add(request);
                  return answers.apply(request);
                });
    var usual =
        new NoOpStatePersister() {
          @Override
          public CompletableFuture<WriteShareGroupStateResult> writeState(
              WriteShareGroupStateParameters parameters) {
            byNetwork.add(parameters);
            return super.writeState(parameters);
          }
        };
    return new NearShareState(usual, () -> coordinator)
        .writeState(WriteShareGroupStateParameters.from(state))
        .join();
  }

  private static CompletableFuture<WriteShareGroupStateResponseData> answer(
      WriteShareGroupStateRequestData request, Errors ofLast) {
    List<WriteShareGroupStateResponseData.PartitionResult> results =
        request.topics().getFirst().partitions().stream()
            .map(partition ->
                new WriteShareGroupStateResponseData.PartitionResult()
                    .setPartition(partition.partition()))
            .toList();
    results.getLast().setErrorCode(ofLast.code());
    return CompletableFuture.completedFuture(
        new WriteShareGroupStateResponseData()
            .setResults(
                List.of(
                    new WriteShareGroupStateResponseData.WriteStateResult()
                        .setTopicId(TOPIC)
                        .setPartitions(results))));
  }

  private static WriteShareGroupStateRequestData state() {
    return new WriteShareGroupStateRequestData()
        .setGroupId("workers")
        .setTopics(
            List.of(
                new WriteShareGroupStateRequestData.WriteStateData()
                    .setTopicId(TOPIC)
                    .setPartitions(List.of(partition(0), partition(3)))));
  }

  private static WriteShareGroupStateRequestData.PartitionData partition(int number) {
    return new WriteShareGroupStateRequestData.PartitionData()
        .setPartition(number)
        .setStateEpoch(2)
        .setLeaderEpoch(5)
        .setStartOffset(100 + number)
        .setDeliveryCompleteCount(4)
        .setStateBatches(
            List.of(
                new WriteShareGroupStateRequestData.StateBatch()
                    .setFirstOffset(100)
                    .setLastOffset(120)
                    .setDeliveryState((byte) 2)
                    .setDeliveryCount((short) 1)));
  }
}
