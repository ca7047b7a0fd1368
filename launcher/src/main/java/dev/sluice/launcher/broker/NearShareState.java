package dev.sluice.launcher.broker;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.common.message.WriteShareGroupStateRequestData;
import org.apache.kafka.common.message.WriteShareGroupStateResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.RequestContext;
import org.apache.kafka.coordinator.share.ShareCoordinator;
import org.apache.kafka.server.share.persister.DeleteShareGroupStateParameters;
import org.apache.kafka.server.share.persister.DeleteShareGroupStateResult;
import org.apache.kafka.server.share.persister.GroupTopicPartitionData;
import org.apache.kafka.server.share.persister.InitializeShareGroupStateParameters;
import org.apache.kafka.server.share.persister.InitializeShareGroupStateResult;
import org.apache.kafka.server.share.persister.PartitionStateBatchData;
import org.apache.kafka.server.share.persister.Persister;
import org.apache.kafka.server.share.persister.PersisterStateBatch;
import org.apache.kafka.server.share.persister.ReadShareGroupStateParameters;
import org.apache.kafka.server.share.persister.ReadShareGroupStateResult;
import org.apache.kafka.server.share.persister.ReadShareGroupStateSummaryParameters;
import org.apache.kafka.server.share.persister.ReadShareGroupStateSummaryResult;
import org.apache.kafka.server.share.persister.TopicData;
import org.apache.kafka.server.share.persister.WriteShareGroupStateParameters;
import org.apache.kafka.server.share.persister.WriteShareGroupStateResult;
import org.jspecify.annotations.Nullable;

/**
 * The state of share groups on a node that is its own share coordinator. Kafka's persister asks the
 * coordinator by a request over the network even then, for every acknowledgement, and a worker's
 * next poll waits for the answer. Here the coordinator is called instead and writes the same
 * records to the same topic. What it refuses, because it is still loading for one, goes the usual
 * way, which tries again; writing a state twice changes nothing. Everything that is rare is left to
 * Kafka's persister. Safe for any thread; results come on the coordinator's.
 */
final class NearShareState implements Persister {

  /** The coordinator does not look at it: rights were checked where the request came from. */
  private static final @Nullable RequestContext NO_CONTEXT = null;

  private final Persister byNetwork;
  private final Supplier<ShareCoordinator> coordinator;

  NearShareState(Persister byNetwork, Supplier<ShareCoordinator> coordinator) {
    this.byNetwork = byNetwork;
    this.coordinator = coordinator;
  }

  @Override
  public CompletableFuture<WriteShareGroupStateResult> writeState(
      WriteShareGroupStateParameters parameters) {
    return nearby(request(parameters.groupTopicPartitionData()))
        .handle((answer, failure) ->
            failure == null && isWritten(answer)
                ? CompletableFuture.completedFuture(WriteShareGroupStateResult.from(answer))
                : byNetwork.writeState(parameters))
        .thenCompose(result -> result);
  }

  private CompletableFuture<WriteShareGroupStateResponseData> nearby(
      WriteShareGroupStateRequestData state) {
    try {
      return coordinator.get().writeState(NO_CONTEXT, state);
    } catch (RuntimeException e) { // it refuses some while it stops before it makes a future
      return CompletableFuture.failedFuture(e);
    }
  }

  private static boolean isWritten(WriteShareGroupStateResponseData answer) {
    return !answer.results().isEmpty()
        && answer.results().stream()
            .flatMap(topic -> topic.partitions().stream())
            .allMatch(partition -> partition.errorCode() == Errors.NONE.code());
  }

  static WriteShareGroupStateRequestData request(
      GroupTopicPartitionData<PartitionStateBatchData> state) {
    return new WriteShareGroupStateRequestData()
        .setGroupId(state.groupId())
        .setTopics(state.topicsData().stream().map(NearShareState::topic).toList());
  }

  private static WriteShareGroupStateRequestData.WriteStateData topic(
      TopicData<PartitionStateBatchData> topic) {
    return new WriteShareGroupStateRequestData.WriteStateData()
        .setTopicId(topic.topicId())
        .setPartitions(topic.partitions().stream().map(NearShareState::partition).toList());
  }

  private static WriteShareGroupStateRequestData.PartitionData partition(
      PartitionStateBatchData partition) {
    return new WriteShareGroupStateRequestData.PartitionData()
        .setPartition(partition.partition())
        .setStateEpoch(partition.stateEpoch())
        .setLeaderEpoch(partition.leaderEpoch())
        .setStartOffset(partition.startOffset())
        .setDeliveryCompleteCount(partition.deliveryCompleteCount())
        .setStateBatches(batches(partition.stateBatches()));
  }

  private static List<WriteShareGroupStateRequestData.StateBatch> batches(
      List<PersisterStateBatch> batches) {
    return batches.stream()
        .map(batch ->
            new WriteShareGroupStateRequestData.StateBatch()
                .setFirstOffset(batch.firstOffset())
                .setLastOffset(batch.lastOffset())
                .setDeliveryState(batch.deliveryState())
                .setDeliveryCount(batch.deliveryCount()))
        .toList();
  }

  @Override
  public CompletableFuture<InitializeShareGroupStateResult> initializeState(
      InitializeShareGroupStateParameters parameters) {
    return byNetwork.initializeState(parameters);
  }

  @Override
  public CompletableFuture<ReadShareGroupStateResult> readState(
      ReadShareGroupStateParameters parameters) {
    return byNetwork.readState(parameters);
  }

  @Override
  public CompletableFuture<DeleteShareGroupStateResult> deleteState(
      DeleteShareGroupStateParameters parameters) {
    return byNetwork.deleteState(parameters);
  }

  @Override
  public CompletableFuture<ReadShareGroupStateSummaryResult> readSummary(
      ReadShareGroupStateSummaryParameters parameters) {
    return byNetwork.readSummary(parameters);
  }

  @Override
  public void stop() {
    byNetwork.stop();
  }
}
