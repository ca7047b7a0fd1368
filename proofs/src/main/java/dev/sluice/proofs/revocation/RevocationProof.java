package dev.sluice.proofs.revocation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.proofs.Proof;
import dev.sluice.proofs.ProofOutcome;
import dev.sluice.proofs.ProofSettings;
import dev.sluice.proofs.Waiting;
import dev.sluice.proofs.bill.TopicReader;
import dev.sluice.proofs.gateway.RoleCluster;
import dev.sluice.proofs.traffic.Ask;
import dev.sluice.schemas.config.AdminKey;
import dev.sluice.schemas.config.AdminRole;
import dev.sluice.schemas.config.ConfigObjects;
import dev.sluice.schemas.config.KeyText;
import dev.sluice.schemas.config.VirtualKey;
import dev.sluice.schemas.topic.Topics;
import dev.sluice.simulator.SimulatorConfig;
import dev.sluice.simulator.SimulatorServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Five ingresses and two routers under load. Again and again a key is made, its budget is taken
 * away and given back, and it is revoked, each over the admin API of a node by chance while callers
 * ask at all of them. By the append times of requests and decisions, and by what the callers were
 * told, nothing goes by what was before for longer than a second after the change returned.
 */
public final class RevocationProof implements Proof {
  private static final int INGRESSES = 5;
  private static final int CALLERS_PER_NODE = 3;
  private static final int ROUNDS = 25;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Duration AFTERWARDS = Duration.ofMillis(1_300);

  private static final Ask ASK =
      new Ask("openai/gpt-4o-mini", "Hello [[sim out=3 tps=5000]]", false, false, -1, 50);

  private static final String PLENTY = "{\"limit_usd\": \"1000\"}";
  private static final String NOTHING = "{\"limit_usd\": \"0.000000001\"}";

  @Override
  public String name() {
    return "revocation";
  }

  @Override
  public String claim() {
    return "A revoked key and a changed budget are in force on each of five nodes within a second.";
  }

  @Override
  public ProofOutcome run(ProofSettings settings) throws Exception {
    try (SimulatorServer simulator = SimulatorServer.start(SimulatorConfig.defaults());
        RoleCluster cluster = RoleCluster.start(settings.folder(), simulator.url(), 2, INGRESSES)) {
      String key = KeyText.virtualKey();
      cluster.publish(
          List.of(
              ConfigObjects.of(
                  new AdminKey("proof", VirtualKey.hashOf(key), AdminRole.OWNER, List.of()))));
      Random random = new Random(settings.seed());
      List<Round> rounds = new ArrayList<>();
      int count = settings.scaled(ROUNDS, 2);
      for (int i = 1; i <= count; i++) {
        rounds.add(round(cluster, key, "revoked-" + i, random));
        settings.progress().accept("round " + i + " of " + count);
      }
      TopicReader reader = new TopicReader(cluster.connection().kafka());
      Topics topics = cluster.connection().topics();
      return new RevocationJudge(
              INGRESSES, reader.all(topics.requests()), reader.all(topics.decisions()))
          .judge(rounds);
    }
  }

  private static Round round(RoleCluster cluster, String adminKey, String project, Random random)
      throws Exception {
    List<RoleCluster.Member> nodes =
        IntStream.rangeClosed(1, INGRESSES).mapToObj(i -> cluster.member("ingress-" + i)).toList();
    try (AdminPort maker = port(nodes, adminKey, random);
        AdminPort changer = port(nodes, adminKey, random);
        AdminPort revoker = port(nodes, adminKey, random)) {
      maker.change("PUT", "/projects/" + project, "{}");
      maker.change("PUT", "/projects/" + project + "/budgets/all", PLENTY);
      JsonNode key =
          maker.change("POST", "/keys", "{\"name\": \"proof\", \"project\": \"" + project + "\"}");
      try (NodeLoad load =
          NodeLoad.start(
              nodes.stream().map(RoleCluster.Member::url).toList(),
              key.path("key").asText(),
              CALLERS_PER_NODE,
              ASK)) {
        settle(load, 200, System.currentTimeMillis(), random);
        changer.change("PUT", "/projects/" + project + "/budgets/all", NOTHING);
        long lowered = System.currentTimeMillis();
        settle(load, 429, lowered, random);
        long raiseSent = System.currentTimeMillis();
        changer.change("PUT", "/projects/" + project + "/budgets/all", PLENTY);
        long raised = System.currentTimeMillis();
        settle(load, 200, raised, random);
        revoker.change("POST", "/keys/" + key.path("id").asText() + "/revoke", "{}");
        long revoked = System.currentTimeMillis();
        settle(load, 401, revoked, random);
        return new Round(
            project, key.path("id").asText(), lowered, raiseSent, raised, revoked, load.stop());
      }
    }
  }

  private static AdminPort port(List<RoleCluster.Member> nodes, String key, Random random) {
    return new AdminPort(nodes.get(random.nextInt(nodes.size())).adminUrl(), key);
  }

  /**
   * Waits for longer than the bound, so that what comes late is seen, and until every node has said
   * so to a call that began since; the judge finds a node that did not. The wait has no fixed
   * length, so that changes meet other moments.
   */
  private static void settle(NodeLoad load, int status, long sinceMs, Random random)
      throws InterruptedException {
    Waiting.until(AFTERWARDS.plusMillis(random.nextInt(600)), () -> false);
    Waiting.until(PATIENCE, () -> load.allAnswered(status, sinceMs));
  }
}
