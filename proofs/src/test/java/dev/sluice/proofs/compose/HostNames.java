package dev.sluice.proofs.compose;

import dev.sluice.proofs.process.FreePorts;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The network of the containers on this machine: {@code <service>:<port>} is one free port of
 * 127.0.0.1, the same wherever it is named.
 */
final class HostNames {
  private final Map<String, Integer> ports = new ConcurrentHashMap<>();
  private final Pattern addresses;

  HostNames(ComposeFile file) {
    this.addresses =
        Pattern.compile(
            "\\b(%s):(\\d+)\\b"
                .formatted(
                    String.join(
                        "|",
                        file.services().stream()
                            .map(service -> Pattern.quote(service.name()))
                            .toList())));
  }

  /** The local port in place of that one of a service. */
  int port(String service, int port) {
    return ports.computeIfAbsent(service + ':' + port, address -> FreePorts.pick(1).getFirst());
  }

  /** The text with every address of a service, and the address of all interfaces, as local ones. */
  String local(String text) {
    return addresses
        .matcher(text)
        .replaceAll(found ->
            Matcher.quoteReplacement(
                "127.0.0.1:" + port(found.group(1), Integer.parseInt(found.group(2)))))
        .replace("0.0.0.0", "127.0.0.1");
  }

  @Override
  public String toString() {
    return new TreeMap<>(ports).toString();
  }
}
