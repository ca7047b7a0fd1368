package dev.sluice.schemas.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads accounts: each project is in one at most, and an account can't pass for a project. */
final class AccountSection {
  private final ReadContext context;
  private final AllowancesSection allowances;
  private final KeyNames keys;
  private final Set<String> projects = new LinkedHashSet<>();
  private final Map<String, String> accountOf = new HashMap<>();

  /** Reads accounts of these projects, whose keys are read already. */
  AccountSection(
      ReadContext context,
      AllowancesSection allowances,
      List<ProjectSettings> projects,
      KeyNames keys) {
    this.context = context;
    this.allowances = allowances;
    this.keys = keys;
    projects.forEach(settings -> this.projects.add(settings.project().name()));
  }

  List<Account> read(YamlSection section) {
    List<Account> accounts = new ArrayList<>();
    section
        .sections()
        .forEach((name, account) -> {
          boolean named = Names.isName(name);
          if (!named) {
            section.problem(section.keyAt(name), account.path(), "expected " + Names.RULE, "");
          }
          List<String> members = members(name, account);
          if (projects.contains(name) && !members.contains(name)) {
            section.problem(
                section.keyAt(name),
                account.path(),
                "there is a project of this name that is not in the account",
                "rename the account");
          }
          Allowances own = allowances.read(account, keys.of(members));
          account.finish();
          if (named) {
            accounts.add(new Account(name, members, own));
          }
        });
    return accounts;
  }

  private List<String> members(String account, YamlSection section) {
    List<String> members = new ArrayList<>();
    for (Scalar scalar : section.scalars("projects")) {
      String project = scalar.text();
      if (!projects.contains(project)) {
        List<String> near = NearestNames.of(project, projects, 1);
        context
            .problems()
            .add(
                scalar.at(),
                scalar.path(),
                "there is no project " + Shown.of(project),
                near.isEmpty() ? "add it to projects" : "did you mean '" + near.getFirst() + "'?");
      } else if (accountOf.putIfAbsent(project, account) != null) {
        context
            .problems()
            .add(
                scalar.at(),
                scalar.path(),
                "the project '"
                    + project
                    + "' is in account '"
                    + accountOf.get(project)
                    + "' already",
                "a project is in one account");
      } else {
        members.add(project);
      }
    }
    return members;
  }
}
