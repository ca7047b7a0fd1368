package dev.sluice.schemas.config;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Files that cannot be used, each with one fault. */
final class BadFiles {
  private static final String HASH =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  private BadFiles() {}

  private static Arguments row(String what, String text, String expected) {
    return Arguments.of(what, text, expected);
  }

  /** What is wrong, the file, and how the one problem is told. */
  static Stream<Arguments> rows() {
    return Stream.of(
        row(
            "unknown section",
            "server: { port: 1 }\nprovidrs: {}\n",
            "2:1 providrs: there is no such key here - did you mean 'providers'?"),
        row(
            "unknown key",
            "server:\n  prot: 8080\n",
            "2:3 server.prot: there is no such key here - did you mean 'port'?"),
        row(
            "unknown key that looks like nothing",
            "simulator: { colour: red }\n",
            "1:14 simulator.colour: there is no such key here - keys here: enabled, port"),
        row(
            "port that is no number",
            "server:\n  host: localhost\n  port: http\n",
            "3:9 server.port: expected a port from 0 to 65535, found 'http' - write for example 8080"),
        row(
            "port too high",
            "server: { port: 65536 }\n",
            "1:17 server.port: expected a port from 0 to 65535, found '65536' - write for example 8080"),
        row(
            "one port twice",
            "server: { port: 90, admin_port: 90 }\n",
            "1:21 server.admin_port: is the same port as server.port - choose another"),
        row(
            "span without unit",
            "defaults:\n  deadline: 600\n",
            "2:13 defaults.deadline: expected a span of time with a unit (ms, s, m, h), longer than"
                + " 0, at most 7 days, found '600' - write for example 30s"),
        row(
            "no span at all",
            "defaults: { idle_timeout: 0s }\n",
            "1:27 defaults.idle_timeout: expected a span of time with a unit (ms, s, m, h), longer"
                + " than 0, at most 7 days, found '0s' - write for example 30s"),
        row(
            "size too large",
            "server: { body_limit: 21MB }\n",
            "1:23 server.body_limit: expected a size with a unit (B, KB, MB, GB, KiB, MiB, GiB), at"
                + " least 1 B, at most 20MB, found '21MB' - write for example 4MB"),
        row(
            "size without unit",
            "server: { body_limit: 4000000 }\n",
            "1:23 server.body_limit: expected a size with a unit (B, KB, MB, GB, KiB, MiB, GiB), at"
                + " least 1 B, at most 20MB, found '4000000' - write for example 4MB"),
        row(
            "flag that is none",
            "simulator:\n  enabled: yes\n",
            "2:12 simulator.enabled: expected true or false, found 'yes' - write for example true"),
        row(
            "list instead of keys",
            "server: [ 1 ]\n",
            "1:9 server: expected keys with values, found a list"),
        row(
            "value instead of keys",
            "server: 8080\n",
            "1:9 server: expected keys with values, found a single value"),
        row(
            "keys instead of a value",
            "server:\n  port: { a: 1 }\n",
            "2:9 server.port: expected one value, found keys with values"),
        row(
            "key without value",
            "server:\n  port:\n",
            "2:8 server.port: has no value - give it one or take the key out"),
        row(
            "duplicate key",
            "server:\n  port: 1\n  host: localhost\n  port: 2\n",
            "4:3 server.port: is there twice, first in line 2 - keep one of them"),
        row(
            "duplicate section",
            "server: {}\nkafka: {}\nserver: {}\n",
            "3:1 server: is there twice, first in line 1 - keep one of them"),
        row(
            "no sections",
            "- server\n",
            "1:1: expected sections such as 'server:' and 'providers:'"),
        row(
            "reference where none may be",
            "server: { host: ${HOST} }\n",
            "1:17 server.host: expected a host name or address, found a reference - references are"
                + " for secrets alone; set SLUICE_SERVER_HOST instead"),
        row(
            "tls",
            "server:\n  tls: { cert: x }\n",
            "2:3 server.tls: is not supported in this version - put a proxy that speaks TLS before"
                + " Sluice"),
        row(
            "missing secret",
            "providers:\n  openai: { api_key: ${NOT_SET} }\n",
            "2:22 providers.openai.api_key: the environment variable NOT_SET is not set - set it for"
                + " this process"),
        row(
            "missing secret file",
            "providers:\n  anthropic: { api_key: file:/no/such/file }\n",
            "2:25 providers.anthropic.api_key: there is no file /no/such/file of at most 64 KiB -"
                + " write the credential into that file"),
        row(
            "literal secret",
            "providers:\n  openai:\n    api_key: sk-live-1234567890abcdef\n",
            "3:14 providers.openai.api_key: expected a reference to a secret, found something else"
                + " (not shown) - put the secret into an environment variable and write"
                + " ${OPENAI_API_KEY}, or into a file and write file:/path"),
        row(
            "relative secret file",
            "providers: { openai: { api_key: file:key.txt } }\n",
            "1:33 providers.openai.api_key: expected a reference to a secret, found something else"
                + " (not shown) - put the secret into an environment variable and write"
                + " ${OPENAI_API_KEY}, or into a file and write file:/path"),
        row(
            "no api_key",
            "providers:\n  openai-eu: { type: openai }\n",
            "2:3 providers.openai-eu.api_key: is missing - write ${OPENAI_EU_API_KEY}"),
        row(
            "api_key of a variable that is not set",
            "providers:\n  groq: {}\n",
            "2:3 providers.groq.api_key: the environment variable GROQ_API_KEY is not set - set it"
                + " for this process"),
        row(
            "unknown provider",
            "providers:\n  opnai: { api_key: ${OPENAI_API_KEY} }\n",
            "2:3 providers.opnai.type: is missing, and this provider is not in the catalogue - did"
                + " you mean 'openai'? or write its type and base_url"),
        row(
            "unknown type",
            "providers:\n  house: { type: watson, base_url: 'http://h/v1' }\n",
            "2:18 providers.house.type: expected a type of API: openai, openai-compatible,"
                + " anthropic, gemini, cohere, bedrock, vertex, ollama or plugin:<name>, found 'watson' -"
                + " write for example openai"),
        row(
            "bedrock without a region",
            "providers:\n  aws: { type: bedrock, api_key: env:OPENAI_API_KEY }\n",
            "2:3 providers.aws.region: is missing: in the address of Amazon Bedrock (Converse) there"
                + " is something of your own - write for example region: us-east-1, or base_url"),
        row(
            "signing without a region",
            "providers:\n  aws: { type: bedrock, base_url: 'http://h', access_key_id:"
                + " env:OPENAI_API_KEY, secret_access_key: env:OPENAI_API_KEY }\n",
            "2:3 providers.aws.region: is missing: base_url does not tell it, and calls are signed"
                + " for one region - write for example region: us-east-1"),
        row(
            "half an access key",
            "providers:\n  aws: { type: bedrock, region: us-east-1, access_key_id:"
                + " env:OPENAI_API_KEY }\n",
            "2:3 providers.aws.secret_access_key: is missing - write ${AWS_SECRET_ACCESS_KEY}"),
        row(
            "a literal access key",
            "providers:\n  aws: { type: bedrock, region: us-east-1, access_key_id: AKIA1,"
                + " secret_access_key: env:OPENAI_API_KEY }\n",
            "2:59 providers.aws.access_key_id: expected a reference to a secret, found something else"
                + " (not shown) - put the secret into an environment variable and write"
                + " ${AWS_ACCESS_KEY_ID}, or into a file and write file:/path"),
        row(
            "two kinds of credential",
            "providers:\n  aws: { type: bedrock, region: us-east-1, api_key: env:OPENAI_API_KEY,"
                + " access_key_id: env:OPENAI_API_KEY, secret_access_key: env:OPENAI_API_KEY }\n",
            "2:44 providers.aws.api_key: stands beside access_key_id - write the API key, or the"
                + " access key that calls are signed with"),
        row(
            "a version of an API that has none",
            "providers:\n  groq: { api_version: v1, api_key: env:OPENAI_API_KEY }\n",
            "2:11 providers.groq.api_version: is for azure-openai and what is like it - take it out,"
                + " or write like: azure-openai"),
        row(
            "a region that nobody asked for",
            "providers:\n  groq: { region: us-east-1, api_key: env:OPENAI_API_KEY }\n",
            "2:11 providers.groq.region: is for providers of type bedrock - take it out, or write"
                + " type: bedrock"),
        row(
            "API that there is not",
            "providers:\n  house: { type: openai, base_url: 'http://h/v1', api: response }\n",
            "2:56 providers.house.api: expected an API: chat or responses, found 'response' - did you"
                + " mean 'responses'?"),
        row(
            "API of another type",
            "providers:\n  house: { type: cohere, base_url: 'http://h/v1', api: responses }\n",
            "2:51 providers.house.api: is responses, which providers of type cohere lack - take it"
                + " out"),
        row(
            "compatible without address",
            "providers:\n  house: { type: openai-compatible, api_key: env:OPENAI_API_KEY }\n",
            "2:3 providers.house.base_url: is missing - write for example base_url:"
                + " http://10.0.0.7:8000/v1"),
        row(
            "address with a password",
            "providers:\n  house: { type: openai, base_url: 'http://u:p@h/v1' }\n",
            "2:36 providers.house.base_url: expected an address that begins with http:// or"
                + " https://, names a host, has no user, password, query or fragment, and no slash"
                + " at its end, found 'http://***@h/v1' - write for example"
                + " https://api.example.com/v1"),
        row(
            "provider name with a dot",
            "providers:\n  a.b: { type: openai, base_url: 'http://h/v1' }\n",
            "2:3 providers.a.b: expected " + Names.RULE),
        row(
            "price without output",
            "providers:\n  house: { type: openai, base_url: 'http://h/v1', price: { input: 1 } }\n",
            "2:51 providers.house.price.output: is missing - a price has input and output, in USD"
                + " per one million tokens"),
        row(
            "price that is none",
            "providers:\n  house:\n    type: openai\n    base_url: http://h/v1\n    price: { input: -1,"
                + " output: 1 }\n",
            "5:21 providers.house.price.input: expected USD per one million tokens, from 0 to"
                + " 1000000, at most 12 decimals, found '-1' - write for example 0.15"),
        row(
            "tier without a threshold",
            "providers:\n  house:\n    type: openai\n    base_url: http://h/v1\n    price:\n      input: 1\n"
                + "      output: 1\n      tiers:\n        - { input: 2 }\n",
            "9:11 providers.house.price.tiers[0].above: is missing - say above how many input tokens"
                + " the rates hold, such as above: 200000"),
        row(
            "tiers that do not rise",
            "providers:\n  house:\n    type: openai\n    base_url: http://h/v1\n    price:\n      input: 1\n"
                + "      output: 1\n      tiers:\n        - { above: 9, input: 2 }\n"
                + "        - { above: 9, input: 3 }\n",
            "10:13 providers.house.price.tiers[1].above: is not above that of the tier before - sort"
                + " the tiers by rising thresholds"),
        row(
            "tier without a rate",
            "providers:\n  house:\n    type: openai\n    base_url: http://h/v1\n    price:\n      input: 1\n"
                + "      output: 1\n      tiers:\n        - { above: 9 }\n",
            "9:11 providers.house.price.tiers[0]: has no rate - write input, output, or what else is"
                + " dearer"),
        row(
            "dangling deployment",
            "providers: { openai: { api_key: ${OPENAI_API_KEY} } }\nmodels:\n  a:\n    deployments:\n"
                + "      - { use: openia/gpt-4o }\n",
            "5:16 models.a.deployments[0].use: there is no provider 'openia' - did you mean 'openai'?"
                + " or add it to providers"),
        row(
            "deployment without a model",
            "models:\n  a: { deployments: [ { use: simulator } ] }\n",
            "2:30 models.a.deployments[0].use: expected provider/model, found 'simulator' - write for"
                + " example openai/gpt-4o-mini"),
        row(
            "deployment twice",
            "models:\n  a:\n    deployments:\n      - use: simulator/echo\n      - use: simulator/echo\n",
            "5:9 models.a.deployments[1].use: this model has the deployment simulator/echo twice -"
                + " keep one of them"),
        row(
            "no deployment",
            "models:\n  a: { strategy: priority }\n",
            "2:3 models.a.deployments: a model needs at least one deployment - write for example"
                + " deployments: [ { use: openai/gpt-4o-mini } ]"),
        row(
            "deployments that are no list",
            "models:\n  a:\n    deployments: { use: simulator/echo }\n",
            "3:18 models.a.deployments: expected a list, found keys with values - put a '-' before"
                + " each item, or all of them into [ ]"),
        row(
            "strategy of a later version",
            "models:\n  a:\n    strategy: weighted\n    deployments: [ { use: simulator/echo } ]\n",
            "3:15 models.a.strategy: the strategy 'weighted' is not in this version - write priority:"
                + " deployments are tried in their order"),
        row(
            "no strategy",
            "models:\n  a:\n    strategy: best\n    deployments: [ { use: simulator/echo } ]\n",
            "3:15 models.a.strategy: expected a strategy, found 'best' - write priority: deployments"
                + " are tried in their order"),
        row(
            "weight of a later version",
            "models:\n  a:\n    deployments:\n      - use: simulator/echo\n        weight: 90\n",
            "5:9 models.a.deployments[0].weight: is not supported in this version - take it out; a"
                + " later version will have it"),
        row(
            "cache of a later version",
            "projects:\n  search: { cache: { exact: true } }\n",
            "2:13 projects.search.cache: is not supported in this version - take it out; a later"
                + " version will have it"),
        row(
            "project name with capitals",
            "projects:\n  Search: {}\n",
            "2:3 projects.Search: expected " + Names.RULE),
        row(
            "hash without its kind",
            "projects:\n  search:\n    keys:\n      - { name: ci, hash: " + HASH + " }\n",
            "4:27 projects.search.keys[0].hash: expected 'sha256:' and 64 hex digits, found something"
                + " else (not shown) - "
                + KeyForms.MAKE),
        row(
            "key instead of its hash",
            "projects:\n  search: { keys: [ { name: ci, hash: sk-sluice-verysecret } ] }\n",
            "2:39 projects.search.keys[0].hash: expected 'sha256:' and 64 hex digits, found something"
                + " else (not shown) - "
                + KeyForms.MAKE),
        row(
            "key without a name",
            "projects:\n  search:\n    keys:\n      - hash: sha256:" + HASH + "\n",
            "4:9 projects.search.keys[0].name: is missing - " + KeyForms.MAKE),
        row(
            "one key twice",
            "projects:\n  a: { keys: [ { name: one, hash: sha256:"
                + HASH
                + " } ] }\n"
                + "  b: { keys: [ { name: two, hash: sha256:"
                + HASH.toUpperCase(Locale.ROOT)
                + " } ] }\n",
            "3:35 projects.b.keys[0].hash: is the same key as in line 2 (projects.a.keys[0].hash) - a"
                + " key belongs to one project, once"),
        row(
            "key name twice",
            "projects:\n  a:\n    keys:\n      - { name: one, hash: sha256:"
                + HASH
                + " }\n"
                + "      - { name: one, hash: sha256:f"
                + HASH.substring(1)
                + " }\n",
            "5:11 projects.a.keys[1].name: the project has two keys of this name - rename one"),
        row(
            "account of a project that is not there",
            "projects:\n  search: {}\naccounts:\n  acme: { projects: [ serach ] }\n",
            "4:23 accounts.acme.projects[0]: there is no project 'serach' - did you mean 'search'?"),
        row(
            "project in two accounts",
            "projects: { search: {} }\naccounts:\n  a: { projects: [ search ] }\n"
                + "  b: { projects: [ search ] }\n",
            "4:20 accounts.b.projects[0]: the project 'search' is in account 'a' already - a project"
                + " is in one account"),
        row(
            "account that could pass for a project",
            "projects: { search: {}, other: {} }\naccounts:\n  search: { projects: [ other ] }\n",
            "3:3 accounts.search: there is a project of this name that is not in the account - rename"
                + " the account"),
        row(
            "both brokers",
            "kafka:\n  embedded: true\n  bootstrap_servers: k:9092\n",
            "2:3 kafka: the broker is either embedded or at bootstrap_servers - take one of them out"),
        row(
            "no registry",
            "kafka:\n  bootstrap_servers: k:9092\n",
            "1:1 kafka.schema_registry: is missing - write for example http://registry:8081"),
        row(
            "embedded port with other brokers",
            "kafka:\n  bootstrap_servers: k:9092\n  schema_registry: http://sr:8081\n  port: 9092\n",
            "4:3 kafka.port: is for the embedded broker - take it out"),
        row(
            "password in the file",
            "kafka:\n  properties:\n    ssl.keystore.password: hunter2\n",
            "3:28 kafka.properties.ssl.keystore.password: expected a reference to a secret, found"
                + " something else (not shown) - put the secret into an environment variable and"
                + " write ${KAFKA_SECRET}, or into a file and write file:/path"),
        row(
            "property of our own",
            "kafka: { properties: { bootstrap.servers: 'k:9092' } }\n",
            "1:24 kafka.properties.bootstrap.servers: is set by Sluice itself - take it out"),
        row(
            "more batch slots than slots",
            "workers: { slots: 10, batch_slots: 11 }\n",
            "1:23 workers.batch_slots: is more than workers.slots, which is 10 - batch requests use"
                + " some of the slots"),
        row(
            "no slots",
            "workers: { slots: 0 }\n",
            "1:19 workers.slots: expected a whole number from 1 to 100000, found '0' - write for"
                + " example 1"),
        row(
            "credential in a file that is not there",
            "providers:\n  openai:\n    api_key: file:/nowhere/at/all\n",
            "3:14 providers.openai.api_key: there is no file /nowhere/at/all of at most 64 KiB -"
                + " write the credential into that file"),
        row(
            "credential in a folder that is not there",
            "providers:\n  openai:\n    api_key: folder:/nowhere#openai\n",
            "3:14 providers.openai.api_key: there is no folder /nowhere - mount the secret there,"
                + " with a file for each key"),
        row(
            "folder without a key",
            "providers:\n  openai:\n    api_key: folder:/nowhere/openai\n",
            "3:14 providers.openai.api_key: expected a reference to a secret, found something else"
                + " (not shown) - put the secret into an environment variable and write"
                + " ${OPENAI_API_KEY}, or into a file and write file:/path"),
        row(
            "webhooks in the wrong place",
            "webhooks: []\n",
            "1:1 webhooks: is not supported in this version - write it below alerts"),
        row(
            "limits of nobody",
            "limits: { rpm: 1 }\n",
            "1:1 limits: is not supported in this version - write it below a project, an account or a"
                + " key"),
        row(
            "section of a later version",
            "cache: {}\n",
            "1:1 cache: is not supported in this version - take it out; a later version will have"
                + " it"));
  }
}
