package dev.sluice.schemas.config;

import java.util.List;

/** The catalogue of providers as tables of the Markdown page {@code docs/providers.md}. Pure. */
public final class ProviderTable {
  private ProviderTable() {}

  /** The tables, with a heading each; what stands before them is written by hand. */
  public static String markdown() {
    List<KnownProvider> all = ProviderCatalogue.all();
    StringBuilder page = new StringBuilder(32_768);
    table(
        page,
        "Called at an address that is known",
        all.stream().filter(one -> isHosted(one) && one.address().fixed().isPresent()).toList());
    table(
        page,
        "Called at an address of your own",
        all.stream().filter(one -> one.address().fixed().isEmpty()).toList());
    table(page, "Run by yourself", all.stream().filter(one -> one.address().selfHosted()).toList());
    return page.toString();
  }

  private static boolean isHosted(KnownProvider known) {
    return !known.address().selfHosted();
  }

  private static void table(StringBuilder page, String heading, List<KnownProvider> rows) {
    page.append("\n## ").append(heading).append("\n\n");
    page.append("| id | name | type | base URL | credential | sent as | quirks | mark |\n");
    page.append("|---|---|---|---|---|---|---|---|\n");
    rows.forEach(known -> row(page, known));
  }

  private static void row(StringBuilder page, KnownProvider known) {
    KnownProvider.Access access = known.access();
    page.append("| `").append(known.name()).append("` | ").append(known.displayName());
    page.append(" | ").append(known.type().text());
    page.append(" | `").append(known.address().template()).append('`');
    if (!known.address().chatPath().isEmpty()) {
      page.append(" + `").append(known.address().chatPath()).append('`');
    }
    page.append(" | ").append(access.variable().isEmpty() ? "" : '`' + access.variable() + '`');
    if (isHosted(known) && known.address().fixed().isPresent() && !access.enabledByVariable()) {
      page.append(" (by name only)");
    }
    page.append(" | ").append(access.scheme().text());
    page.append(" | ").append(String.join(", ", known.quirks().stream().sorted().toList()));
    page.append(" | ").append(known.mark().text()).append(" |\n");
  }
}
