package dev.sluice.simulator;

import dev.sluice.simulator.bill.Bill;
import dev.sluice.simulator.bill.BillEntry;
import dev.sluice.simulator.bill.BillJson;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Shows the bill: {@code attempt=ID} for the entries of one attempt, {@code since=N} for entries
 * from a number on, {@code limit=N} for fewer at a time. Large bills are written off the event
 * loop.
 */
final class BillPages {

  private static final int MOST_ENTRIES = 200_000;

  private final Vertx vertx;
  private final Bill bill;

  BillPages(Vertx vertx, Bill bill) {
    this.vertx = vertx;
    this.bill = bill;
  }

  void show(HttpServerRequest request) {
    long since;
    long limit;
    try {
      since = number(request.getParam("since"), 0);
      limit = Math.clamp(number(request.getParam("limit"), MOST_ENTRIES), 0, MOST_ENTRIES);
    } catch (NumberFormatException e) {
      Routes.json(
          request,
          400,
          Buffer.buffer(
              "{\"error\":{\"type\":\"simulator_bad_query\",\"message\":"
                  + "\"since and limit are whole numbers\"}}"));
      return;
    }
    String attempt = request.getParam("attempt");
    Predicate<BillEntry> wanted =
        entry ->
            entry.number() >= since
                && (attempt == null || attempt.equals(entry.caller().attempt()));
    vertx
        .executeBlocking(() -> page(wanted, (int) limit), false)
        .onSuccess(body -> Routes.json(request, 200, body))
        .onFailure(e -> request.response().setStatusCode(500).end());
  }

  private Buffer page(Predicate<BillEntry> wanted, int limit) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BillJson.write(bill.extract(wanted), limit, out);
    return Buffer.buffer(out.toByteArray());
  }

  private static long number(@Nullable String value, long otherwise) {
    return value == null ? otherwise : Long.parseLong(value);
  }
}
