package dev.sluice.schemas.config;

import dev.sluice.schemas.spend.AlertKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code alerts}: who is told of budget alerts. */
final class AlertsSection {
  private static final String VARIABLE = "WEBHOOK_URL";

  private static final ScalarForm<String> NAME =
      new ScalarForm<>(
          Names.RULE, "ops", text -> Names.isName(text) ? Optional.of(text) : Optional.empty());

  private static final ScalarForm<WebhookFormat> FORMAT =
      ScalarForm.oneOf("a format", List.of("json", "slack"), WebhookFormat::of);

  private static final ScalarForm<AlertKind> KIND =
      ScalarForm.oneOf("a kind of alert", AlertFilter.KINDS, AlertFilter::kind);

  private static final ScalarForm<String> BUDGET =
      new ScalarForm<>(
          AlertFilter.BUDGET_RULE,
          "project/search/*",
          text -> AlertFilter.isPattern(text) ? Optional.of(text) : Optional.empty());

  private final ReadContext context;
  private final Set<String> names = new HashSet<>();

  AlertsSection(ReadContext context) {
    this.context = context;
  }

  List<Webhook> read(YamlSection section) {
    List<Webhook> webhooks = new ArrayList<>();
    List<YamlSection> items = section.list("webhooks");
    items.forEach(item -> webhook(item).ifPresent(webhooks::add));
    if (items.size() > Webhook.MOST) {
      section.problem(
          section.keyAt("webhooks"),
          section.pathOf("webhooks"),
          "there are " + items.size() + " webhooks, and at most " + Webhook.MOST + " are served",
          "let one of them tell others");
    }
    section.finish();
    return webhooks;
  }

  private Optional<Webhook> webhook(YamlSection item) {
    Optional<String> name = item.value("name", NAME);
    requireKey(item, "name", "write for example name: ops");
    requireKey(item, "url", "write for example ${" + VARIABLE + "}");
    name.filter(one -> !names.add(one))
        .ifPresent(one ->
            item.problem(
                item.keyAt("name"),
                item.pathOf("name"),
                "there are two webhooks of this name",
                "rename one"));
    WebhookFormat format = item.value("format", FORMAT, WebhookFormat.JSON);
    Optional<WebhookAddress> address =
        item.scalar("url").flatMap(scalar -> address(item, scalar, format));
    SecretReference secret = item.scalar("secret").map(this::secret).orElse(null);
    AlertFilter takes =
        new AlertFilter(listed(item, "kinds", KIND), listed(item, "budgets", BUDGET));
    Duration giveUpAfter =
        item.value("give_up_after", ScalarForm.SPAN_OF_TIME, Webhook.DEFAULT_GIVE_UP_AFTER);
    item.finish();
    return name.isPresent() && address.isPresent()
        ? Optional.of(new Webhook(name.get(), address.get(), format, secret, takes, giveUpAfter))
        : Optional.empty();
  }

  private static void requireKey(YamlSection item, String key, String remedy) {
    if (!item.has(key)) {
      item.problem(item.at(), item.pathOf(key), "is missing", remedy);
    }
  }

  /** What is wrong is never shown: somebody may have written a secret. */
  private Optional<WebhookAddress> address(YamlSection item, Scalar scalar, WebhookFormat format) {
    WebhookAddress address;
    try {
      address = WebhookAddress.parse(scalar.text());
    } catch (IllegalArgumentException e) {
      item.problem(
          scalar.at(),
          scalar.path(),
          "expected an address with http:// or https:// and a host that holds no secret (no user,"
              + " password, query, fragment or token), or a reference, found something else (not"
              + " shown)",
          "write for example https://example.com/alerts or ${" + VARIABLE + "}");
      return Optional.empty();
    }
    switch (address) {
      case WebhookAddress.Referred(SecretReference reference) -> {
        if (context.credentials()) {
          Secrets.check(
              context,
              scalar,
              reference,
              text -> WebhookAddress.resolved(text).isPresent(),
              "is no address with http:// or https:// and a host");
        }
      }
      case WebhookAddress.Plain plain -> {
        if (format == WebhookFormat.SLACK) {
          item.problem(
              scalar.at(),
              scalar.path(),
              "the address of a Slack webhook is a secret, so it is a reference",
              "put it into an environment variable and write ${" + VARIABLE + "}");
          return Optional.empty();
        }
      }
    }
    return Optional.of(address);
  }

  private @Nullable SecretReference secret(Scalar scalar) {
    Optional<SecretReference> reference = SecretReference.parse(scalar.text());
    if (reference.isEmpty()) {
      Secrets.refuse(context, scalar, "WEBHOOK_SECRET");
    } else if (context.credentials()) {
      Secrets.check(
          context,
          scalar,
          reference.get(),
          text -> WebhookKey.of(text).isPresent(),
          "is no signing key: it needs " + WebhookKey.RULE);
    }
    return reference.orElse(null);
  }

  private static <T> List<T> listed(YamlSection item, String key, ScalarForm<T> form) {
    if (item.has(key) && item.isEmptyList(key)) {
      item.problem(
          item.keyAt(key), item.pathOf(key), "takes no alert", "take the key out for all of them");
    }
    return item.scalars(key).stream().flatMap(scalar -> item.parse(scalar, form).stream()).toList();
  }
}
