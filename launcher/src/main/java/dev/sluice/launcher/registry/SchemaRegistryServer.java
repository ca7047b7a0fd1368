package dev.sluice.launcher.registry;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry: HTTP in front, the schemas topic behind. A change is answered when Kafka has it and
 * this registry has read it back; after a restart everything is folded again before the first
 * answer.
 *
 * <p>Not for two instances on one topic at a time, since each gives out the next id from memory.
 * Avro only, and without schema references.
 */
public final class SchemaRegistryServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SchemaRegistryServer.class);
  private static final int WAITING_CHANGES = 256;
  private static final Duration WITHIN = Duration.ofSeconds(10);

  private final String url;
  private final HttpServer http;
  private final ThreadPoolExecutor writer;
  private final SchemaLog log;
  private final Runnable afterClose;
  private final AtomicBoolean closed = new AtomicBoolean();

  private SchemaRegistryServer(
      String url, HttpServer http, ThreadPoolExecutor writer, SchemaLog log, Runnable afterClose) {
    this.url = url;
    this.http = http;
    this.writer = writer;
    this.log = log;
    this.afterClose = afterClose;
  }

  /**
   * Starts a registry with an event loop of its own. Blocks until it answers.
   *
   * @throws IllegalStateException if Kafka does not answer or the port cannot be used
   */
  public static SchemaRegistryServer start(RegistryConfig config) {
    VertxOptions options =
        new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false));
    Vertx vertx = Vertx.vertx(options);
    Runnable closeVertx = () -> stop(vertx.close().toCompletionStage().toCompletableFuture());
    try {
      return start(config, vertx, closeVertx);
    } catch (RuntimeException e) {
      closeVertx.run();
      throw e;
    }
  }

  /** Starts a registry on an event loop that others use too and that outlives it. */
  public static SchemaRegistryServer start(RegistryConfig config, Vertx vertx) {
    return start(config, vertx, () -> {});
  }

  private static SchemaRegistryServer start(
      RegistryConfig config, Vertx vertx, Runnable afterClose) {
    requireNonNull(config, "config");
    long started = System.nanoTime();
    SchemaCatalog catalog = new SchemaCatalog(config.defaultCompatibility());
    SchemaLog log = SchemaLog.open(config, catalog::apply);
    ThreadPoolExecutor writer =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING_CHANGES),
            Thread.ofPlatform().name("registry-writer").daemon().factory());
    try {
      HttpFront front = new HttpFront(vertx, RouteTable.of(catalog, log::append), writer);
      HttpServer http = listen(config, vertx, front);
      String url = "http://" + config.host() + ":" + http.actualPort();
      LOG.atInfo()
          .addKeyValue("url", url)
          .addKeyValue("subjects", catalog.subjects(false).size())
          .addKeyValue("latencyMs", Duration.ofNanos(System.nanoTime() - started).toMillis())
          .log("schema registry started");
      return new SchemaRegistryServer(url, http, writer, log, afterClose);
    } catch (RuntimeException e) {
      writer.shutdownNow();
      log.close();
      throw e;
    }
  }

  /** What a client sets as {@code schema.registry.url}. */
  public String url() {
    return url;
  }

  /** Answers what is under way, then stops. A second call does nothing. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      writer.shutdown();
      if (!writer.awaitTermination(WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        writer.shutdownNow();
      }
      stop(http.close().toCompletionStage().toCompletableFuture());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      log.close();
      afterClose.run();
    }
    LOG.atInfo().addKeyValue("url", url).log("schema registry stopped");
  }

  private static HttpServer listen(RegistryConfig config, Vertx vertx, HttpFront front) {
    try {
      return vertx
          .createHttpServer()
          .requestHandler(front::handle)
          .listen(config.port(), config.host())
          .toCompletionStage()
          .toCompletableFuture()
          .get(WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the schema registry starts", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "the schema registry cannot listen on port "
              + config.port()
              + " of "
              + config.host()
              + ", which may be in use; set kafka.registry_port in the configuration to another port"
              + " (0 picks a free one)",
          e);
    }
  }

  private static void stop(Future<?> stopping) {
    try {
      stopping.get(WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.atWarn().setCause(e).log("part of the schema registry did not stop");
    }
  }
}
