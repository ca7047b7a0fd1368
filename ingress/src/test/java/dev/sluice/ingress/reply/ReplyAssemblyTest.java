package dev.sluice.ingress.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.reply.FrameKind;
import dev.sluice.schemas.reply.ReplyFrame;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReplyAssemblyTest {
  private static final String ID = "0190aaaa-0000-7000-8000-000000000001";

  private final ReplyAssembly assembly = new ReplyAssembly(1 << 20);
  private final List<ReplyStep> steps = new ArrayList<>();

  @Test
  void shouldShowNothingBeforeContent() {
    take(Frames.chunk(ID, 1, 0, false));

    assertThat(steps).isEmpty();
    assertThat(assembly.followedAttempt()).isEmpty();
    assertThat(assembly.contentShown()).isFalse();
  }

  @Test
  void shouldShowWhatWasHeldWithTheFirstContent() {
    take(Frames.chunk(ID, 1, 0, false));
    take(Frames.chunk(ID, 1, 1, true));

    assertThat(sequences()).containsExactly(0, 1);
    assertThat(assembly.followedAttempt()).isEqualTo(ID + "-1");
    assertThat(assembly.contentShown()).isTrue();
  }

  @Test
  void shouldPutAnyOrderWithRepetitionsInOrder() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      int chunks = 1 + random.nextInt(12);
      List<ReplyFrame> frames = new ArrayList<>();
      int firstContent = random.nextInt(chunks);
      for (int i = 0; i < chunks; i++) {
        frames.add(Frames.chunk(ID, 1, i, i >= firstContent));
      }
      frames.add(Frames.frame(ID, 1, chunks, FrameKind.END));
      frames.add(frames.get(random.nextInt(frames.size())));
      frames.add(frames.get(random.nextInt(frames.size())));
      Collections.shuffle(frames, random);
      ReplyAssembly fresh = new ReplyAssembly(1 << 20);
      List<ReplyStep> told = new ArrayList<>();

      frames.forEach(frame -> fresh.accept(frame, told::add));

      assertThat(told).as("seed %d", seed).hasSize(chunks + 1);
      for (int i = 0; i < chunks; i++) {
        assertThat(((ReplyStep.Piece) told.get(i)).frame().getSequence()).isEqualTo(i);
      }
      assertThat(told.getLast()).isInstanceOf(ReplyStep.Finished.class);
      assertThat(fresh.ended()).isTrue();
    }
  }

  @Test
  void shouldFollowTheFirstAttemptWithContentForEver() {
    take(Frames.chunk(ID, 1, 0, false));
    take(Frames.chunk(ID, 2, 0, true));
    take(Frames.chunk(ID, 1, 1, true));
    take(Frames.error(ID, 1, 2, ErrorKind.STREAM_BROKEN));
    take(Frames.chunk(ID, 2, 1, true));
    take(Frames.frame(ID, 2, 2, FrameKind.END));

    assertThat(attempts()).containsExactly(2, 2, 2);
    assertThat(steps.getLast()).isInstanceOf(ReplyStep.Finished.class);
  }

  @Test
  void shouldFollowAnAttemptThatEndsWithoutContent() {
    take(Frames.frame(ID, 1, 1, FrameKind.END));
    take(Frames.chunk(ID, 1, 0, false));

    assertThat(steps).hasSize(2);
    assertThat(steps.getLast()).isInstanceOf(ReplyStep.Finished.class);
  }

  @Test
  void shouldGiveAWholeReplyOnce() {
    take(Frames.frame(ID, 1, 0, FrameKind.WHOLE));
    take(Frames.frame(ID, 1, 0, FrameKind.WHOLE));
    take(Frames.frame(ID, 2, 0, FrameKind.WHOLE));

    assertThat(steps).hasSize(1);
    assertThat(steps.getFirst()).isInstanceOf(ReplyStep.Whole.class);
  }

  @Test
  void shouldTellTheRoutersErrorAtOnce() {
    take(Frames.chunk(ID, 1, 0, false));
    take(Frames.error(ID, 0, 0, ErrorKind.NO_CAPACITY));

    assertThat(failure().error().getKind()).isEqualTo("no_capacity");
    assertThat(failure().cancel()).isFalse();
    assertThat(assembly.contentShown()).isFalse();
  }

  @Test
  void shouldTellAnErrorOfAnAttemptInItsOrder() {
    take(Frames.chunk(ID, 1, 0, true));
    take(Frames.error(ID, 1, 2, ErrorKind.STREAM_BROKEN));
    assertThat(steps).hasSize(1);

    take(Frames.chunk(ID, 1, 1, true));

    assertThat(steps).hasSize(3);
    assertThat(failure().error().getKind()).isEqualTo("stream_broken");
  }

  @Test
  void shouldTellTheRoutersWordThatAWorkerWasLostWithoutItsPlaceInTheOrder() {
    take(Frames.chunk(ID, 1, 0, true));
    take(Frames.error(ID, 1, 7, ErrorKind.WORKER_LOST));

    assertThat(failure().error().getKind()).isEqualTo("worker_lost");
  }

  @Test
  void shouldTellAnErrorWhosePlaceIsTakenByAHeldFrame() {
    take(Frames.chunk(ID, 1, 0, false));
    take(Frames.error(ID, 1, 0, ErrorKind.PROVIDER_OVERLOADED));

    assertThat(failure().error().getKind()).isEqualTo("provider_overloaded");
  }

  @Test
  void shouldTellAnErrorWhosePlaceHasPassed() {
    take(Frames.chunk(ID, 1, 0, true));
    take(Frames.chunk(ID, 1, 1, true));
    take(Frames.error(ID, 1, 0, ErrorKind.DEADLINE_EXCEEDED));

    assertThat(failure().error().getKind()).isEqualTo("deadline_exceeded");
  }

  @Test
  void shouldEndWhenTheFollowedAttemptIsLost() {
    take(Frames.chunk(ID, 1, 0, true));
    take(Frames.frame(ID, 1, 0, FrameKind.ATTEMPT_LOST));
    take(Frames.chunk(ID, 1, 1, true));

    assertThat(steps).hasSize(2);
    assertThat(failure().cancel()).isTrue();
    assertThat(failure().error().getKind()).isEqualTo("worker_lost");
  }

  @Test
  void shouldForgetALostAttemptAndWaitForTheNext() {
    take(Frames.chunk(ID, 1, 0, false));
    take(Frames.frame(ID, 1, 0, FrameKind.ATTEMPT_LOST));
    take(Frames.chunk(ID, 1, 1, true));
    assertThat(steps).isEmpty();

    take(Frames.chunk(ID, 2, 0, true));

    assertThat(attempts()).containsExactly(2);
  }

  @Test
  void shouldFailBeyondItsBoundOfBytes() {
    ReplyAssembly small = new ReplyAssembly(10_000);
    List<ReplyStep> told = new ArrayList<>();
    small.accept(Frames.chunk(ID, 1, 0, true), told::add);
    for (int i = 2; told.size() == 1 && i < 100; i++) {
      small.accept(Frames.with(Frames.chunk(ID, 1, i, true), "x", new byte[1000]), told::add);
    }

    assertThat(told).hasSize(2);
    assertThat(((ReplyStep.Failed) told.getLast()).cancel()).isTrue();
    assertThat(small.ended()).isTrue();
  }

  @Test
  void shouldKeepTheCostOfAnError() {
    take(Frames.error(ID, 0, 0, Frames.info(ErrorKind.PROVIDER_ERROR, "x"), 1234L));

    assertThat(failure().costNanoUsd()).isEqualTo(1234);
  }

  private void take(ReplyFrame frame) {
    assembly.accept(frame, steps::add);
  }

  private ReplyStep.Failed failure() {
    return (ReplyStep.Failed) steps.getLast();
  }

  private List<Integer> sequences() {
    return steps.stream().map(step -> ((ReplyStep.Piece) step).frame().getSequence()).toList();
  }

  private List<Integer> attempts() {
    return steps.stream()
        .map(step ->
            switch (step) {
              case ReplyStep.Piece piece -> piece.frame().getAttemptNumber();
              case ReplyStep.Finished finished -> finished.frame().getAttemptNumber();
              case ReplyStep.Whole whole -> whole.frame().getAttemptNumber();
              case ReplyStep.Failed failed -> 0;
            })
        .toList();
  }
}
