package dev.sluice.proofs.storm;

import dev.sluice.proofs.gateway.GatewayFile;
import dev.sluice.schemas.config.Account;
import dev.sluice.schemas.config.Allowances;
import dev.sluice.schemas.config.Budget;
import dev.sluice.schemas.config.ConfigBody;
import dev.sluice.schemas.config.ConfigObject;
import dev.sluice.schemas.config.ConfigObjects;
import dev.sluice.schemas.config.Cycle;
import dev.sluice.schemas.config.Each;
import dev.sluice.schemas.config.KeyTerms;
import dev.sluice.schemas.config.Matching;
import dev.sluice.schemas.config.Project;
import dev.sluice.schemas.config.VirtualKey;
import dev.sluice.schemas.money.NanoDollars;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The budgets of one storm.
 *
 * @param objects of the configuration that has them
 * @param limits by id, in nano-dollars
 * @param spentUp ids of those that callers use up
 */
record StormPlan(List<ConfigObject> objects, Map<String, Long> limits, List<String> spentUp) {
  private static final String GROUP = "acme";

  /** One budget of the project. */
  static StormPlan ofProject(BigDecimal usd) {
    NanoDollars limit = NanoDollars.ofUsd(usd);
    String id = "project/" + GatewayFile.PROJECT + "/storm";
    Allowances allowances =
        new Allowances(List.of(Budget.of("storm", limit, Cycle.TOTAL)), List.of());
    return new StormPlan(
        List.of(ConfigObjects.of(new Project(GatewayFile.PROJECT, allowances))),
        Map.of(id, limit.value()),
        List.of(id));
  }

  /**
   * Budgets of the account, of each user, of the key and of some models at once. The key's is used
   * up last, that of the busiest user before it. That of the models gets room back from the last
   * calls when the key has none any more.
   */
  static StormPlan ofMany(BigDecimal usd) {
    NanoDollars account = share(usd, "1");
    NanoDollars key = share(usd, "0.96");
    NanoDollars user = share(usd, "0.16");
    NanoDollars models = share(usd, "0.15");
    VirtualKey plain =
        VirtualKey.of("proof", GatewayFile.PROJECT, VirtualKey.hashOf(GatewayFile.KEY));
    List<ConfigBody> bodies = new ArrayList<>();
    bodies.add(
        new Project(
            GatewayFile.PROJECT,
            new Allowances(
                List.of(
                    budget("each-user", user, Each.USER, Matching.ANY),
                    budget("claude", models, Each.NONE, new Matching("anthropic/*", "", "", ""))),
                List.of())));
    bodies.add(
        new Account(
            GROUP,
            List.of(GatewayFile.PROJECT),
            new Allowances(List.of(Budget.of("cap", account, Cycle.TOTAL)), List.of())));
    bodies.add(
        new VirtualKey(
            plain.id(),
            plain.label(),
            plain.project(),
            plain.hash(),
            false,
            null,
            null,
            new KeyTerms(
                List.of(),
                List.of(),
                "",
                List.of(),
                new Allowances(List.of(Budget.of("own", key, Cycle.TOTAL)), List.of()))));
    Map<String, Long> limits = new TreeMap<>();
    String keyId = "key/" + plain.id() + "/own";
    String project = "project/" + GatewayFile.PROJECT;
    limits.put("account/" + GROUP + "/cap", account.value());
    limits.put(keyId, key.value());
    limits.put(project + "/claude", models.value());
    for (int i = 0; i < StormTraffic.USERS; i++) {
      limits.put(project + "/each-user@" + StormTraffic.user(i), user.value());
    }
    return new StormPlan(
        bodies.stream().map(ConfigObjects::of).toList(),
        limits,
        List.of(keyId, project + "/each-user@" + StormTraffic.user(0)));
  }

  private static NanoDollars share(BigDecimal usd, String share) {
    return NanoDollars.ofUsd(usd.multiply(new BigDecimal(share)).stripTrailingZeros());
  }

  private static Budget budget(String name, NanoDollars limit, Each each, Matching matching) {
    return new Budget(
        name,
        limit,
        Cycle.TOTAL,
        ZoneId.of("UTC"),
        each,
        matching,
        true,
        Budget.DEFAULT_ALERTS,
        Budget.DEFAULT_MIN_OUTPUT_TOKENS);
  }
}
