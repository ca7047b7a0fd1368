package dev.sluice.bench;

import dev.sluice.bench.mode.Bodies;
import dev.sluice.bench.mode.Peer;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Gateways that run already. Keys, headers and models hold for all of them. */
final class PeerOptions {

  @Option(
      names = "--peer",
      paramLabel = "NAME=URL",
      description = "A gateway, up to the version: other=http://127.0.0.1:8787/v1.")
  private Map<String, URI> urls = new LinkedHashMap<>();

  @Option(names = "--peer-key", description = "Bearer token.")
  private String key = "none";

  @Option(
      names = "--peer-header",
      paramLabel = "NAME=VALUE",
      description = "A header; {provider} in it is the root of the provider of the call.")
  private Map<String, String> headers = new LinkedHashMap<>();

  @Option(names = "--peer-model", description = "Asked for whole replies.")
  private String model = Bodies.JSON_MODEL;

  @Option(names = "--peer-stream-model", description = "Asked for streams.")
  private String streamModel = Bodies.STREAM_MODEL;

  @Option(
      names = "--peer-pid",
      paramLabel = "NAME=PID",
      description = "Its process, for processor time.")
  private Map<String, Long> pids = new LinkedHashMap<>();

  List<Peer> peers() {
    List<Peer> peers = new ArrayList<>();
    urls.forEach((name, url) ->
        peers.add(
            new Peer(
                name,
                url,
                key,
                headers,
                model,
                streamModel,
                pids.containsKey(name) ? List.of(pids.get(name)) : List.of())));
    return peers;
  }
}
