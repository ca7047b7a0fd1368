package dev.sluice.schemas.fault;

/**
 * What is logged in place of an exception: the classes and frames of it and of its causes, without
 * their messages. Libraries repeat in those what they choke on, and that may be a credential.
 */
public final class WithoutMessage extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int MOST_CAUSES = 5;

  private WithoutMessage(String className) {
    super(className);
  }

  /** That of this exception. */
  public static WithoutMessage of(Throwable failure) {
    return of(failure, MOST_CAUSES);
  }

  private static WithoutMessage of(Throwable failure, int causes) {
    WithoutMessage bare = new WithoutMessage(failure.getClass().getName());
    bare.setStackTrace(failure.getStackTrace());
    Throwable cause = failure.getCause();
    if (cause != null && causes > 0) {
      bare.initCause(of(cause, causes - 1));
    }
    return bare;
  }
}
