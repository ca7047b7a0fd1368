package dev.sluice.proofs.gateway;

import dev.sluice.proofs.bill.TopicReader;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DecisionKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Says which router owns the account that is asked about. */
public final class Owners {
  private Owners() {}

  /**
   * The router that claimed the partition last in which the last dispatch was decided.
   *
   * @param folder of the cluster
   */
  public static String ofLastDispatch(RoleCluster cluster, Path folder) throws IOException {
    List<TopicReader.Read<Decision>> decisions =
        new TopicReader(cluster.connection().kafka())
            .all(cluster.connection().topics().decisions());
    int partition = -1;
    long latest = -1;
    for (TopicReader.Read<Decision> read : decisions) {
      if (read.value().getKind() == DecisionKind.DISPATCH && read.timestampMs() >= latest) {
        latest = read.timestampMs();
        partition = read.partition();
      }
    }
    String claim = "";
    for (TopicReader.Read<Decision> read : decisions) {
      if (read.partition() == partition && read.value().getKind() == DecisionKind.OWNER_EPOCH) {
        claim = read.value().getOwner();
      }
    }
    for (String name : cluster.names()) {
      Path file = folder.resolve("state-" + name).resolve("router-worker.instance");
      if (name.startsWith("router") && claim.startsWith(Files.readString(file).strip() + '/')) {
        return name;
      }
    }
    throw new IllegalStateException("no router of this cluster owns partition " + partition);
  }
}
