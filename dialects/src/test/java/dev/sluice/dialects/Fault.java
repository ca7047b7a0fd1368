package dev.sluice.dialects;

import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ReplyEvents;

/** A bug that a translator could have, put in between reader and writer. */
interface Fault {
  /** None. */
  Fault NONE = new Fault() {};

  /** What a request becomes. */
  default CanonicalRequest request(CanonicalRequest request) {
    return request;
  }

  /** What a whole reply becomes. */
  default CanonicalReply reply(CanonicalReply reply) {
    return reply;
  }

  /** What a piece of a streamed reply becomes. */
  default ReplyEvents events(ReplyEvents events) {
    return events;
  }
}
