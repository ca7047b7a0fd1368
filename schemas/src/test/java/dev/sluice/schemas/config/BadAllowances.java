package dev.sluice.schemas.config;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Files whose budgets, limits or terms of a key cannot be used, each with one fault. */
final class BadAllowances {
  private static final String HASH =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  private static final String BUDGET = "3:25 projects.search.budgets[0].";
  private static final String FOR = "3:39 projects.search.budgets[0].for.";

  private BadAllowances() {}

  private static Arguments row(String what, String text, String expected) {
    return Arguments.of(what, text, expected);
  }

  /** Budgets of which the first begins in column 16 of line 3. */
  private static Arguments budget(String what, String items, String expected) {
    return row(what, "projects:\n  search:\n    budgets: [ " + items + " ]\n", expected);
  }

  /** A limit that begins in column 13 of line 3. */
  private static Arguments limit(String what, String item, String expected) {
    return row(what, "projects:\n  search:\n    limits: " + item + "\n", expected);
  }

  /** What goes with a key, from column 9 of line 6 on. */
  private static Arguments key(String what, String terms, String expected) {
    return row(
        what,
        "projects:\n  search:\n    keys:\n      - name: ci\n        hash: sha256:"
            + HASH
            + "\n        "
            + terms
            + "\n",
        expected);
  }

  /** What is wrong, the file, and how the one problem is told. */
  static Stream<Arguments> rows() {
    return Stream.of(amounts(), budgets(), names(), scopes(), models(), limits(), keys(), owners())
        .flatMap(rows -> rows);
  }

  private static Stream<Arguments> amounts() {
    return Stream.of(
            "100 EUR",
            "-5 USD",
            "100",
            "1e9 USD",
            "0 USD",
            "0.000000000 USD",
            "100USD",
            "100 usd",
            "$100",
            ".5 USD",
            "1__000 USD",
            "0.1234567891 USD",
            "1_000_000_000.000000001 USD",
            "99999999999999999999 USD")
        .map(text ->
            budget(
                "amount " + text,
                "{ limit: " + text + " }",
                BUDGET
                    + "limit: expected an amount in USD, above 0, at most 1000000000 USD, with at"
                    + " most 9 decimals, found '"
                    + text
                    + "' - write for example 100 USD"));
  }

  private static Stream<Arguments> budgets() {
    return Stream.of(
        budget(
            "budget without an amount",
            "{ cycle: daily }",
            "3:16 projects.search.budgets[0].limit: is missing - write for example limit: 100 USD"),
        budget(
            "unknown cycle",
            "{ cycle: montly, limit: 1 USD }",
            BUDGET
                + "cycle: expected a cycle: daily, weekly, monthly or total, found 'montly' - did you"
                + " mean 'monthly'?"),
        budget(
            "cycle like none",
            "{ cycle: fortnight, limit: 1 USD }",
            BUDGET
                + "cycle: expected a cycle: daily, weekly, monthly or total, found 'fortnight' -"
                + " write for example daily"),
        budget(
            "unknown zone",
            "{ limit: 1 USD, timezone: Europe/Berln }",
            "3:42 projects.search.budgets[0].timezone: expected a time zone of the tz database,"
                + " found 'Europe/Berln' - did you mean 'Europe/Berlin'?"),
        budget(
            "city instead of a zone",
            "{ limit: 1 USD, timezone: New York }",
            "3:42 projects.search.budgets[0].timezone: expected a time zone of the tz database,"
                + " found 'New York' - did you mean 'America/New_York'?"),
        budget(
            "zone like none",
            "{ limit: 1 USD, timezone: 'middle of the night' }",
            "3:42 projects.search.budgets[0].timezone: expected a time zone of the tz database,"
                + " found 'middle of the night' - write for example Europe/Berlin"),
        budget(
            "offset instead of a zone",
            "{ limit: 1 USD, timezone: '+02:00' }",
            "3:42 projects.search.budgets[0].timezone: expected a time zone of the tz database,"
                + " found '+02:00' - write for example Europe/Berlin"),
        budget(
            "unknown mode",
            "{ mode: sotf, limit: 1 USD }",
            "3:24 projects.search.budgets[0].mode: expected a mode: hard or soft, found 'sotf' - did"
                + " you mean 'soft'?"),
        budget(
            "unknown key of a budget",
            "{ limit: 1 USD, cylce: daily }",
            "3:32 projects.search.budgets[0].cylce: there is no such key here - did you mean"
                + " 'cycle'?"),
        budget(
            "alert with a sign",
            "{ limit: 1 USD, alerts: [ 80% ] }",
            "3:42 projects.search.budgets[0].alerts[0]: expected a whole number from 1 to 1000, found"
                + " '80%' - write for example 80"),
        budget(
            "alert at nothing",
            "{ limit: 1 USD, alerts: [ 80, 0 ] }",
            "3:46 projects.search.budgets[0].alerts[1]: expected a whole number from 1 to 1000, found"
                + " '0' - write for example 80"),
        budget(
            "alerts that are no list",
            "{ limit: 1 USD, alerts: 80 }",
            "3:40 projects.search.budgets[0].alerts: expected a list, found a single value - put a"
                + " '-' before each item, or all of them into [ ]"),
        budget(
            "no output at all",
            "{ limit: 1 USD, min_output_tokens: 0 }",
            "3:51 projects.search.budgets[0].min_output_tokens: expected a whole number from 1 to"
                + " 1000000, found '0' - write for example 64"),
        row(
            "budgets that are no list",
            "projects:\n  search:\n    budgets: { limit: 1 USD }\n",
            "3:14 projects.search.budgets: expected a list, found keys with values - put a '-' before"
                + " each item, or all of them into [ ]"),
        budget(
            "too many budgets",
            String.join(
                ", ",
                IntStream.range(0, 33)
                    .mapToObj(i -> "{ name: b" + i + ", limit: 1 USD }")
                    .toList()),
            "3:5 projects.search.budgets: expected at most 32 budgets, found 33 - take some out, or"
                + " write one with each: user, key or tag"));
  }

  private static Stream<Arguments> names() {
    return Stream.of(
        budget(
            "name with capitals",
            "{ name: Month, limit: 1 USD }",
            "3:24 projects.search.budgets[0].name: expected "
                + Names.RULE
                + ", found 'Month' - write for example month"),
        budget(
            "two budgets of one derived name",
            "{ limit: 1 USD }, { limit: 2 USD, cycle: monthly, mode: soft }",
            "3:34 projects.search.budgets[1].name: is 'monthly', as in line 3"
                + " (projects.search.budgets[0]) - name one of them, for example name: another"),
        budget(
            "name that another budget derives",
            "{ limit: 1 USD, cycle: daily, each: user }, { name: daily-user, limit: 2 USD }",
            "3:62 projects.search.budgets[1].name: is 'daily-user', as in line 3"
                + " (projects.search.budgets[0]) - name one of them, for example name: another"),
        row(
            "two limits of one derived name",
            "projects:\n  search:\n    limits:\n      - rpm: 1\n      - tpm: 1\n",
            "5:9 projects.search.limits[1].name: is 'all', as in line 4 (projects.search.limits[0]) -"
                + " name one of them, for example name: another"));
  }

  private static Stream<Arguments> scopes() {
    return Stream.of(
        budget(
            "unknown each",
            "{ each: usr, limit: 1 USD }",
            "3:24 projects.search.budgets[0].each: expected one of these words: user, key or"
                + " tag, found 'usr' - did you mean 'user'?"),
        budget(
            "each model",
            "{ each: model, limit: 1 USD }",
            "3:24 projects.search.budgets[0].each: expected one of these words: user, key or"
                + " tag, found 'model' - write for example user"),
        budget(
            "each user and one user",
            "{ each: user, limit: 1 USD, for: { user: ann } }",
            "3:51 projects.search.budgets[0].for.user: each user and one user do not go together -"
                + " take one of them out"),
        limit(
            "each tag and one tag",
            "{ each: tag, rpm: 1, for: { tag: a } }",
            "3:41 projects.search.limits.for.tag: each tag and one tag do not go together - take one"
                + " of them out"),
        budget(
            "unknown key of for",
            "{ limit: 1 USD, for: { modle: '*' } }",
            FOR + "modle: there is no such key here - did you mean 'model'?"),
        budget(
            "for that is no mapping",
            "{ limit: 1 USD, for: openai/* }",
            "3:37 projects.search.budgets[0].for: expected keys with values, found a single value"),
        budget(
            "tag that is none",
            "{ limit: 1 USD, for: { tag: 'a b' } }",
            "3:44 projects.search.budgets[0].for.tag: expected "
                + Names.TAG_RULE
                + ", found 'a b' - write for example nightly"),
        budget(
            "user of blanks",
            "{ limit: 1 USD, for: { user: ' ' } }",
            "3:45 projects.search.budgets[0].for.user: expected an end user: up to 256 characters"
                + " without control characters, found ' ' - write for example ann"),
        budget(
            "key of a project without keys",
            "{ limit: 1 USD, for: { key: ci } }",
            "3:44 projects.search.budgets[0].for.key: there is no key 'ci' here - add it to keys"),
        key(
            "key of nobody",
            "tags: []\n    budgets: [ { limit: 1 USD, for: { key: nightly } } ]",
            "7:44 projects.search.budgets[0].for.key: there is no key 'nightly' here - keys here: ci,"
                + " key_0123456789ab"),
        key(
            "key that is nearly there",
            "tags: []\n    limits: { rpm: 1, for: { key: cii } }",
            "7:35 projects.search.limits.for.key: there is no key 'cii' here - did you mean 'ci'?"));
  }

  private static Stream<Arguments> models() {
    return Stream.of(
        budget(
            "pattern of an unknown provider",
            "{ limit: 1 USD, for: { model: simulater/echo } }",
            "3:46 projects.search.budgets[0].for.model: there is no provider 'simulater' - did you"
                + " mean 'simulator'? or add it to providers"),
        budget(
            "star at an unknown provider",
            "{ limit: 1 USD, for: { model: 'mistral/*' } }",
            "3:46 projects.search.budgets[0].for.model: there is no provider 'mistral' - add it to"
                + " providers"),
        budget(
            "half a pair",
            "{ limit: 1 USD, for: { model: simulator/ } }",
            "3:46 projects.search.budgets[0].for.model: expected provider/model, found 'simulator/' -"
                + " write for example openai/*"),
        budget(
            "pattern with a blank",
            "{ limit: 1 USD, for: { model: 'simulator /echo' } }",
            "3:46 projects.search.budgets[0].for.model: expected a pattern of models, up to 256"
                + " characters without blanks, found 'simulator /echo' - write for example openai/*"),
        row(
            "budget for a model's name, which it would never see",
            "models: { assistant: { deployments: [ { use: simulator/echo } ] } }\n"
                + "projects:\n  search: { budgets: [ { limit: 1 USD, for: { model: assistant } } ] }\n",
            "3:54 projects.search.budgets[0].for.model: expected a pattern of deployments,"
                + " provider/model, found 'assistant', which is a model - name the deployments"
                + " behind it"),
        budget(
            "budget for a provider without its models",
            "{ limit: 1 USD, for: { model: simulator } }",
            "3:46 projects.search.budgets[0].for.model: expected a pattern of deployments,"
                + " provider/model, found 'simulator' - did you mean 'simulator/*'?"),
        budget(
            "budget for names that begin somehow",
            "{ limit: 1 USD, for: { model: gpt-* } }",
            "3:46 projects.search.budgets[0].for.model: expected a pattern of deployments,"
                + " provider/model, found 'gpt-*' - write for example openai/*"),
        row(
            "limit for a model that is nearly there",
            "models: { assistant: { deployments: [ { use: simulator/echo } ] } }\n"
                + "projects:\n  search: { limits: { rpm: 1, for: { model: asistant } } }\n",
            "3:45 projects.search.limits.for.model: there is no model 'asistant' - did you mean"
                + " 'assistant'?"),
        limit(
            "limit for a model that is not there",
            "{ rpm: 1, for: { model: gpt-4o } }",
            "3:37 projects.search.limits.for.model: there is no model 'gpt-4o' - add it to models, or"
                + " write provider/model"));
  }

  private static Stream<Arguments> limits() {
    return Stream.of(
        limit(
            "limit without a bound",
            "{ each: user }",
            "3:13 projects.search.limits: a limit has at least one of rpm, tpm, rpd, tpd and"
                + " concurrency - write for example rpm: 600"),
        limit(
            "limit of nothing",
            "{ rpm: 0 }",
            "3:20 projects.search.limits.rpm: expected a whole number from 1 to 1000000000000, found"
                + " '0' - write for example 600"),
        limit(
            "limit beyond sense",
            "{ tpd: 1_000_000_000_001 }",
            "3:20 projects.search.limits.tpd: expected a whole number from 1 to 1000000000000, found"
                + " '1_000_000_000_001' - write for example 600"),
        limit(
            "doing something else at the limit",
            "{ rpm: 1, on_limit: queue }",
            "3:33 projects.search.limits.on_limit: expected what to do at the limit: refuse or wait,"
                + " found 'queue' - write for example refuse"),
        limit(
            "unknown key of a limit",
            "{ rpm: 1, tmp: 1 }",
            "3:23 projects.search.limits.tmp: there is no such key here - did you mean 'tpm'?"),
        limit(
            "limit that is a number",
            "600",
            "3:13 projects.search.limits: expected keys with values, found a single value"));
  }

  private static Stream<Arguments> keys() {
    String network =
        ": expected a network in CIDR form with no bits set behind its prefix, or one address, found ";
    return Stream.of(
        key(
            "network with host bits",
            "networks: [ 10.0.0.1/8 ]",
            "6:21 projects.search.keys[0].networks[0]"
                + network
                + "'10.0.0.1/8' - write for example 10.0.0.0/8"),
        key(
            "name instead of a network",
            "networks: [ 10.0.0.0/8, localhost ]",
            "6:33 projects.search.keys[0].networks[1]"
                + network
                + "'localhost' - write for example 10.0.0.0/8"),
        key(
            "network without all its parts",
            "networks: [ 192.168/16 ]",
            "6:21 projects.search.keys[0].networks[0]"
                + network
                + "'192.168/16' - write for example 10.0.0.0/8"),
        key(
            "key for no network",
            "networks: []",
            "6:9 projects.search.keys[0].networks: is empty - name what the key is for, or take"
                + " networks out, so that it is for any"),
        key(
            "key for no model",
            "models:",
            "6:9 projects.search.keys[0].models: is empty - name what the key is for, or take models"
                + " out, so that it is for any"),
        key(
            "key for an unknown provider",
            "models: [ 'simulater/*' ]",
            "6:19 projects.search.keys[0].models[0]: there is no provider 'simulater' - did you mean"
                + " 'simulator'? or add it to providers"),
        key(
            "key for a provider without its models",
            "models: [ simulator ]",
            "6:19 projects.search.keys[0].models[0]: there is no model 'simulator' - did you mean"
                + " 'simulator/*'?"),
        key(
            "too many models",
            "models: [ " + "'*', ".repeat(65) + "]",
            "6:9 projects.search.keys[0].models: expected at most 64 models, found 65 - take some"
                + " out"),
        key(
            "too many tags",
            "tags: [ "
                + String.join(", ", IntStream.range(0, 17).mapToObj(i -> "t" + i).toList())
                + " ]",
            "6:9 projects.search.keys[0].tags: expected at most 16 tags, found 17 - take some out"),
        key(
            "tag with a blank",
            "tags: [ 'a b' ]",
            "6:17 projects.search.keys[0].tags[0]: expected "
                + Names.TAG_RULE
                + ", found 'a b' - write for example nightly"),
        key(
            "owner of two lines",
            "owner: \"a\\nb\"",
            "6:16 projects.search.keys[0].owner: expected an owner of up to 256 characters without"
                + " control characters, found 'a b' - write for example Ann, search team"),
        key(
            "unknown key of a key",
            "network: [ 10.0.0.0/8 ]",
            "6:9 projects.search.keys[0].network: there is no such key here - did you mean"
                + " 'networks'?"));
  }

  private static Stream<Arguments> owners() {
    return Stream.of(
        key(
            "budget of a key for another key",
            "budgets: [ { limit: 1 USD, for: { key: other } } ]",
            "6:48 projects.search.keys[0].budgets[0].for.key: there is no key 'other' here - keys"
                + " here: ci, key_0123456789ab"),
        key(
            "amount of a key's budget",
            "budgets: [ { limit: 1 } ]",
            "6:29 projects.search.keys[0].budgets[0].limit: expected an amount in USD, above 0, at"
                + " most 1000000000 USD, with at most 9 decimals, found '1' - write for example 100"
                + " USD"),
        row(
            "limit of an account without a bound",
            "projects: { search: {} }\naccounts:\n  acme: { projects: [ search ], limits: [ {} ] }\n",
            "3:43 accounts.acme.limits[0]: a limit has at least one of rpm, tpm, rpd, tpd and"
                + " concurrency - write for example rpm: 600"),
        row(
            "budget of an account for a key of another project",
            "projects:\n  search: {}\n  other: { keys: [ { name: ci, hash: sha256:"
                + HASH
                + " } ] }\n"
                + "accounts:\n  acme: { projects: [ search ], limits: { rpm: 1, for: { key: ci } } }\n",
            "5:63 accounts.acme.limits.for.key: there is no key 'ci' here - add it to keys"));
  }
}
