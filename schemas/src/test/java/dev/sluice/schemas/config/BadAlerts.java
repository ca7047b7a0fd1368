package dev.sluice.schemas.config;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Files with a webhook that cannot be used, each with one fault. */
final class BadAlerts {
  private static final String BEGIN = "alerts:\n  webhooks:\n    - name: ops\n";
  private static final String NO_ADDRESS =
      "4:12 alerts.webhooks[0].url: expected an address with http:// or https:// and a host that"
          + " holds no secret (no user, password, query, fragment or token), or a reference, found"
          + " something else (not shown) - write for example https://example.com/alerts or"
          + " ${WEBHOOK_URL}";

  private BadAlerts() {}

  private static Arguments row(String what, String text, String expected) {
    return Arguments.of(what, BEGIN + text, expected);
  }

  private static Arguments address(String what, String url) {
    return row(what, "      url: \"" + url + "\"\n", NO_ADDRESS);
  }

  /** What is wrong, the file, and how the one problem is told. */
  static Stream<Arguments> rows() {
    String url = "      url: https://example.com/alerts\n";
    return Stream.of(
        address("not an address", "example.com/alerts"),
        address("another protocol", "ftp://example.com/alerts"),
        address("no host", "https:///alerts"),
        address("blanks in an address", "https://example.com/a b"),
        address("password in an address", "https://me:pw@example.com/alerts"),
        address("query in an address", "https://example.com/alerts?key=1"),
        address("address of Slack", "https://hooks.slack.com/services/T0/B0/x"),
        address("token in a path", "https://example.com/hooks/0a1b2c3d4e5f6a7b8c9d0e1f2a3b"),
        address("UUID in a path", "https://example.com/0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d"),
        row(
            "reference to nothing",
            "      url: ${NOT_SET}\n",
            "4:12 alerts.webhooks[0].url: the environment variable NOT_SET is not set - set it for"
                + " this process"),
        row(
            "reference to something else",
            "      url: ${OPENAI_API_KEY}\n",
            "4:12 alerts.webhooks[0].url: what env:OPENAI_API_KEY leads to is no address with"
                + " http:// or https:// and a host (not shown) - put another there"),
        row(
            "Slack's address written out",
            url + "      format: slack\n",
            "4:12 alerts.webhooks[0].url: the address of a Slack webhook is a secret, so it is a"
                + " reference - put it into an environment variable and write ${WEBHOOK_URL}"),
        row(
            "no address",
            "      format: json\n",
            "3:7 alerts.webhooks[0].url: is missing - write for example ${WEBHOOK_URL}"),
        row(
            "unknown format",
            url + "      format: slak\n",
            "5:15 alerts.webhooks[0].format: expected a format: json or slack, found 'slak' - did"
                + " you mean 'slack'?"),
        row(
            "literal secret",
            url + "      secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n",
            "5:15 alerts.webhooks[0].secret: expected a reference to a secret, found something else"
                + " (not shown) - put the secret into an environment variable and write"
                + " ${WEBHOOK_SECRET}, or into a file and write file:/path"),
        row(
            "secret that signs nothing",
            url + "      secret: ${OPENAI_API_KEY}\n",
            "5:15 alerts.webhooks[0].secret: what env:OPENAI_API_KEY leads to is no signing key: it"
                + " needs at least 24 bytes, or whsec_ and such bytes in base64 (not shown) - put"
                + " another there"),
        row(
            "unknown kind",
            url + "      kinds: [ refusal ]\n",
            "5:16 alerts.webhooks[0].kinds[0]: expected a kind of alert: threshold or refused, found"
                + " 'refusal' - did you mean 'refused'?"),
        row(
            "no kind",
            url + "      kinds: []\n",
            "5:7 alerts.webhooks[0].kinds: takes no alert - take the key out for all of them"),
        row(
            "pattern of no budget",
            url + "      budgets: [ search/month ]\n",
            "5:18 alerts.webhooks[0].budgets[0]: expected a pattern of budgets, up to 256"
                + " characters, that begins with project/, account/, key/ or *, found"
                + " 'search/month' - write for example project/search/*"),
        row(
            "end of patience that is none",
            url + "      give_up_after: 1d\n",
            "5:22 alerts.webhooks[0].give_up_after: expected a span of time with a unit (ms, s, m,"
                + " h), longer than 0, at most 7 days, found '1d' - write for example 30s"),
        row(
            "unknown key of a webhook",
            url + "      budget: [ '*' ]\n",
            "5:7 alerts.webhooks[0].budget: there is no such key here - did you mean 'budgets'?"),
        row(
            "two of a name",
            url + "    - { name: ops, url: https://example.com/other }\n",
            "5:9 alerts.webhooks[1].name: there are two webhooks of this name - rename one"),
        Arguments.of(
            "unknown key of alerts",
            "alerts: { webhook: [] }\n",
            "1:11 alerts.webhook: there is no such key here - did you mean 'webhooks'?"),
        Arguments.of(
            "webhook without a name",
            "alerts: { webhooks: [ { url: https://example.com/alerts } ] }\n",
            "1:23 alerts.webhooks[0].name: is missing - write for example name: ops"),
        Arguments.of(
            "too many webhooks",
            "alerts:\n  webhooks:\n" + many(Webhook.MOST + 1),
            "2:3 alerts.webhooks: there are 17 webhooks, and at most 16 are served - let one of them"
                + " tell others"));
  }

  private static String many(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("    - { name: w").append(i).append(", url: https://example.com/alerts }\n");
    }
    return text.toString();
  }
}
