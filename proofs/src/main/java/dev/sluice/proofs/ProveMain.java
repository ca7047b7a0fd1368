package dev.sluice.proofs;

import dev.sluice.proofs.backlog.BacklogProof;
import dev.sluice.proofs.crash.AllInOneProof;
import dev.sluice.proofs.crash.CrashProof;
import dev.sluice.proofs.crash.StaleOwnerProof;
import dev.sluice.proofs.fold.FoldProof;
import dev.sluice.proofs.ledger.LedgerProof;
import dev.sluice.proofs.models.ModelProof;
import dev.sluice.proofs.overrun.OverrunProof;
import dev.sluice.proofs.revocation.RevocationProof;
import dev.sluice.proofs.sdks.SdkProof;
import dev.sluice.proofs.storm.LimitProof;
import dev.sluice.proofs.storm.StormProof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./dev prove [NAME]}: runs the long proofs and writes {@code docs/proofs.md}. */
@Command(name = "prove", mixinStandardHelpOptions = true, description = "Runs the long proofs.")
public final class ProveMain implements java.util.concurrent.Callable<Integer> {
  private static final List<Proof> PROOFS =
      List.of(
          new LedgerProof(),
          new BacklogProof(),
          new CrashProof(),
          new AllInOneProof(),
          new StaleOwnerProof(),
          StormProof.calm(),
          StormProof.withKills(),
          new LimitProof(),
          new OverrunProof(),
          new FoldProof(),
          new RevocationProof(),
          new ModelProof(),
          new SdkProof());

  @Parameters(arity = "0..*", description = "Names of proofs; all where none is named.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--seed", description = "Of everything random; by default the present time.")
  private long seed = System.currentTimeMillis();

  @Option(names = "--scale", description = "1 is the long form; less is not a proof.")
  private double scale = 1;

  @Option(names = "--list", description = "Prints the names and what each shows.")
  private boolean list;

  @Option(names = "--page", description = "Page to write, ${DEFAULT-VALUE} by default.")
  private Path page = Path.of("docs", "proofs.md");

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ProveMain()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    if (list) {
      PROOFS.forEach(proof -> System.out.println(proof.name() + "  " + proof.claim()));
      return 0;
    }
    for (String name : names) {
      if (PROOFS.stream().noneMatch(proof -> proof.name().equals(name))) {
        System.err.println("no proof is called " + name + "; ./dev prove --list names them");
        return 2;
      }
    }
    boolean all = true;
    for (Proof proof : PROOFS) {
      if (names.isEmpty() || names.contains(proof.name())) {
        all &= prove(proof);
      }
    }
    return all ? 0 : 1;
  }

  private boolean prove(Proof proof) throws Exception {
    System.out.println(proof.name() + ": " + proof.claim());
    System.out.println(proof.name() + ": seed " + seed);
    Path folder = Files.createTempDirectory("sluice-proof-" + proof.name());
    long began = System.nanoTime();
    ProofOutcome outcome =
        proof.run(
            new ProofSettings(
                seed,
                scale,
                folder,
                line -> System.out.printf("  %4d s  %s%n", seconds(began), line)));
    outcome.figures().forEach((name, figure) -> System.out.println("  " + name + ": " + figure));
    outcome.failures().forEach(failure -> System.out.println("  DOES NOT HOLD: " + failure));
    System.out.println(
        proof.name() + (outcome.holds() ? ": holds" : ": DOES NOT HOLD; logs in " + folder));
    if (scale >= 1) {
      ProofPage.record(page, proof, outcome, seed, Instant.now(), commit(), seconds(began));
    }
    return outcome.holds();
  }

  private static long seconds(long began) {
    return (System.nanoTime() - began) / 1_000_000_000L;
  }

  private static String commit() throws IOException, InterruptedException {
    Process git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD").start();
    String commit = new String(git.getInputStream().readAllBytes()).strip();
    return git.waitFor() == 0 ? commit : "unknown";
  }
}
