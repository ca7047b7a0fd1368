package dev.sluice.schemas.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JSON text of configuration objects. Fields are written in a fixed order and only where they say
 * something. A field that is not known is ignored when read, so that an older role can follow a
 * newer one; a field that is wrong makes the object malformed.
 */
final class BodyJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private BodyJson() {}

  static String write(ConfigBody body) {
    return switch (body) {
      case Provider provider -> provider(provider).toString();
      case ModelRoute model -> model(model).toString();
      case Project project -> {
        ObjectNode node = JSON.createObjectNode().put("name", project.name());
        if (project.unsupported() != Unsupported.DROP) {
          node.put("unsupported", project.unsupported().text());
        }
        AllowancesJson.write(node, project.allowances());
        yield node.toString();
      }
      case VirtualKey key -> key(key).toString();
      case Account account -> account(account).toString();
      case CallDefaults defaults -> defaults(defaults).toString();
      case PriceBookBody book -> book.text();
      case CurrentPriceBook current ->
          JSON.createObjectNode().put("version", current.version()).toString();
      case AdminKey key -> adminKey(key).toString();
      case Webhook webhook -> {
        ObjectNode node = JSON.createObjectNode();
        WebhookJson.write(node, webhook);
        yield node.toString();
      }
    };
  }

  private static ObjectNode provider(Provider provider) {
    ObjectNode node = JSON.createObjectNode();
    node.put("type", provider.typeText());
    node.put("base_url", provider.baseUrl().toString());
    provider.credential().ifPresent(reference -> node.put("api_key", reference.text()));
    provider.signing().ifPresent(keys -> signing(node, keys));
    provider.region().ifPresent(region -> node.put("region", region));
    provider.apiVersion().ifPresent(version -> node.put("api_version", version));
    if (!provider.like().equals(provider.name())) {
      node.put("like", provider.like());
    }
    if (provider.api() != ProviderApi.CHAT) {
      node.put("api", provider.api().text());
    }
    return node;
  }

  private static void signing(ObjectNode node, SigningKeys keys) {
    node.put("access_key_id", keys.accessKeyId().text());
    node.put("secret_access_key", keys.secretAccessKey().text());
    if (keys.sessionToken() != null) {
      node.put("session_token", keys.sessionToken().text());
    }
  }

  private static ObjectNode model(ModelRoute model) {
    ObjectNode node = JSON.createObjectNode();
    node.put("strategy", "priority");
    ArrayNode deployments = node.putArray("deployments");
    for (DeploymentUse use : model.deployments()) {
      ObjectNode deployment = deployments.addObject();
      deployment.put("use", use.id());
      span(deployment, "timeout_ms", use.timeout());
      span(deployment, "first_token_timeout_ms", use.firstToken());
      span(deployment, "idle_timeout_ms", use.idle());
      span(deployment, "connect_timeout_ms", use.connect());
    }
    return node;
  }

  private static ObjectNode key(VirtualKey key) {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", key.id());
    node.put("name", key.label());
    node.put("project", key.project());
    node.put("hash", key.hash());
    node.put("revoked", key.revoked());
    if (key.expiresAt() != null) {
      node.put("expires_at", key.expiresAt().toString());
    }
    if (key.createdAt() != null) {
      node.put("created_at", key.createdAt().toString());
    }
    KeyTerms terms = key.terms();
    AllowancesJson.texts(node, "models", terms.models());
    AllowancesJson.texts(node, "networks", terms.networks());
    if (!terms.owner().isEmpty()) {
      node.put("owner", terms.owner());
    }
    AllowancesJson.texts(node, "tags", terms.tags());
    AllowancesJson.write(node, terms.allowances());
    return node;
  }

  private static ObjectNode account(Account account) {
    ObjectNode node = JSON.createObjectNode();
    ArrayNode projects = node.putArray("projects");
    account.projects().stream().sorted().forEach(projects::add);
    AllowancesJson.write(node, account.allowances());
    return node;
  }

  private static ObjectNode adminKey(AdminKey key) {
    ObjectNode node = JSON.createObjectNode();
    node.put("hash", key.hash());
    node.put("role", key.role().text());
    AllowancesJson.texts(node, "projects", key.projects());
    return node;
  }

  private static ObjectNode defaults(CallDefaults defaults) {
    ObjectNode node = JSON.createObjectNode();
    span(node, "deadline_ms", defaults.deadline());
    span(node, "first_token_timeout_ms", defaults.firstToken());
    span(node, "idle_timeout_ms", defaults.idle());
    span(node, "connect_timeout_ms", defaults.connect());
    return node;
  }

  private static void span(ObjectNode node, String field, @Nullable Duration span) {
    if (span != null) {
      node.put(field, span.toMillis());
    }
  }

  static ParsedObject read(String kind, String name, String bodyJson) {
    return read(kind, name, bodyJson, false);
  }

  /** With fields that are not known as a fault. The text of a price book is known by its hash. */
  static ParsedObject readStrictly(String kind, String name, String bodyJson) {
    return read(kind, name, bodyJson, true);
  }

  private static ParsedObject read(String kind, String name, String bodyJson, boolean strictly) {
    Optional<ConfigKind> known = ConfigKind.of(kind);
    if (known.isEmpty()) {
      return new ParsedObject.Malformed("there is no kind of object called " + Shown.of(kind));
    }
    try {
      JsonNode node = JSON.readTree(bodyJson);
      if (node == null || !node.isObject()) {
        return new ParsedObject.Malformed("the body is not a JSON object");
      }
      Fields fields = new Fields(node);
      ConfigBody body = body(known.get(), name, bodyJson, fields);
      if (strictly && !(body instanceof PriceBookBody)) {
        fields.requireKnown("");
      }
      return new ParsedObject.Parsed(body);
    } catch (JsonProcessingException e) {
      return new ParsedObject.Malformed("the body is not JSON");
    } catch (FieldException | IllegalArgumentException e) {
      return new ParsedObject.Malformed(
          "the body of " + kind + "/" + Shown.of(name) + " is wrong: " + e.getMessage());
    }
  }

  private static ConfigBody body(ConfigKind kind, String name, String text, Fields fields) {
    return switch (kind) {
      case PROVIDER -> readProvider(name, fields);
      case MODEL -> readModel(name, fields);
      case PROJECT -> readProject(name, fields);
      case KEY -> readKey(name, fields);
      case ACCOUNT -> new Account(name, fields.texts("projects"), AllowancesJson.read(fields));
      case DEFAULTS -> readDefaults(name, fields);
      case PRICE_BOOK ->
          name.equals(CurrentPriceBook.NAME)
              ? new CurrentPriceBook(fields.text("version"))
              : new PriceBookBody(name, text);
      case ADMIN_KEY -> readAdminKey(name, fields);
      case WEBHOOK -> WebhookJson.read(name, fields);
    };
  }

  private static Project readProject(String name, Fields fields) {
    if (!fields.textOr("name", name).equals(name)) {
      throw new FieldException("name is another than that of the object");
    }
    Unsupported unsupported =
        Unsupported.of(fields.textOr("unsupported", Unsupported.DROP.text()))
            .orElseThrow(() -> new FieldException("unsupported is drop or error"));
    return new Project(name, AllowancesJson.read(fields), unsupported);
  }

  private static AdminKey readAdminKey(String name, Fields fields) {
    return new AdminKey(
        name,
        fields.text("hash"),
        AdminRole.of(fields.text("role"))
            .orElseThrow(() -> new FieldException("role is viewer, project-admin or owner")),
        fields.textsOrNone("projects"));
  }

  private static Provider readProvider(String name, Fields fields) {
    ProviderType type =
        ProviderType.of(fields.text("type"))
            .orElseThrow(() -> new FieldException("type is one that this version knows"));
    SecretReference accessKeyId = reference(fields, "access_key_id");
    SecretReference secretAccessKey = reference(fields, "secret_access_key");
    ProviderApi api =
        ProviderApi.of(fields.textOr("api", ProviderApi.CHAT.text()))
            .filter(one -> one.isOf(type))
            .orElseThrow(
                () -> new FieldException("api is chat, or responses where type is openai"));
    return new Provider(
        name,
        type,
        url(fields.text("base_url")),
        reference(fields, "api_key"),
        fields.textOr("like", name),
        new CallTerms(
            keys(accessKeyId, secretAccessKey, reference(fields, "session_token")),
            fields.textOrNull("region"),
            fields.textOrNull("api_version"),
            api,
            ProviderType.pluginIn(fields.text("type"))));
  }

  private static @Nullable SigningKeys keys(
      @Nullable SecretReference id,
      @Nullable SecretReference key,
      @Nullable SecretReference token) {
    if (id == null && key == null && token == null) {
      return null;
    }
    if (id == null || key == null) {
      throw new FieldException("access_key_id and secret_access_key go together");
    }
    return new SigningKeys(id, key, token);
  }

  private static @Nullable SecretReference reference(Fields fields, String key) {
    String text = fields.textOrNull(key);
    return text == null
        ? null
        : SecretReference.parse(text)
            .orElseThrow(
                () -> new FieldException(key + " is a reference: " + SecretReference.FORMS));
  }

  private static URI url(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new FieldException("base_url is an address", e);
    }
  }

  private static ModelRoute readModel(String name, Fields fields) {
    if (!"priority".equals(fields.textOr("strategy", "priority"))) {
      throw new FieldException("strategy is priority in this version");
    }
    List<DeploymentUse> uses = new ArrayList<>();
    for (Fields deployment : fields.objects("deployments")) {
      String use = deployment.text("use");
      int slash = use.indexOf('/');
      if (slash < 0) {
        throw new FieldException("use is provider/model");
      }
      uses.add(
          new DeploymentUse(
              use.substring(0, slash),
              use.substring(slash + 1),
              deployment.spanOrNull("timeout_ms"),
              deployment.spanOrNull("first_token_timeout_ms"),
              deployment.spanOrNull("idle_timeout_ms"),
              deployment.spanOrNull("connect_timeout_ms")));
    }
    return new ModelRoute(name, Strategy.PRIORITY, uses);
  }

  private static VirtualKey readKey(String name, Fields fields) {
    VirtualKey key =
        new VirtualKey(
            fields.text("id"),
            fields.text("name"),
            fields.text("project"),
            fields.text("hash"),
            fields.flagOr("revoked", false),
            instant(fields.textOrNull("expires_at")),
            instant(fields.textOrNull("created_at")),
            new KeyTerms(
                fields.textsOrNone("models"),
                fields.textsOrNone("networks"),
                fields.textOr("owner", ""),
                fields.textsOrNone("tags"),
                AllowancesJson.read(fields)));
    if (!key.id().equals(name)) {
      throw new FieldException("the object is named by another id than its body");
    }
    return key;
  }

  private static @Nullable Instant instant(@Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      throw new FieldException("a time is like 2027-01-31T00:00:00Z", e);
    }
  }

  private static CallDefaults readDefaults(String name, Fields fields) {
    if (!name.equals(CallDefaults.NAME)) {
      throw new FieldException("the object is called " + CallDefaults.NAME);
    }
    CallDefaults builtIn = CallDefaults.BUILT_IN;
    return new CallDefaults(
        fields.spanOr("deadline_ms", builtIn.deadline()),
        fields.spanOr("first_token_timeout_ms", builtIn.firstToken()),
        fields.spanOr("idle_timeout_ms", builtIn.idle()),
        fields.spanOr("connect_timeout_ms", builtIn.connect()));
  }
}
