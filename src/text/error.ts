/** Errors that a person will read: what failed, on what, what to do next. Wording for the screen happens once, at the edge. */

/** Every failure that the plugin words for a user. One message is shown per code until the code changes or things work again. */
export type FimErrorCode =
  | 'server-unreachable' // nobody listens at the address
  | 'server-error' // HTTP 5xx, or an error object inside the stream
  | 'server-loading' // the server is there, its model is not ready yet
  | 'server-refused' // HTTP 4xx that is not a missing model
  | 'bad-reply' // not NDJSON, or not of the protocol's shape
  | 'connection-cut' // the stream ended in the middle
  | 'model-missing' // the server has no such model
  | 'model-without-fim' // the model cannot fill in the middle, or its family is unknown
  | 'remote-forbidden' // not a loopback address, and no opt-in
  | 'config' // an option is unknown or ill-typed
  | 'internal'; // our own fault

/**
 * An error with its own advice.
 * `what` names the thing that failed (one sentence, no trailing advice); `next` is what the user can do (one short imperative clause, ≤ 60 characters where possible: it must fit a 80-column message line on its own).
 */
export class FimError extends Error {
  override readonly name = 'FimError';
  readonly code: FimErrorCode;
  readonly what: string;
  readonly next: string;

  constructor(code: FimErrorCode, text: { what: string; next: string }, options?: ErrorOptions) {
    super(`${text.what} ${text.next}`, options);
    this.code = code;
    this.what = text.what;
    this.next = text.next;
  }
}

/** Whether `error` is the quiet end of a cancelled request rather than a failure. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
}

/** The name under which every cancelled request ends, whatever the reason of the signal was. */
export function abortError(): DOMException {
  return new DOMException('The request was cancelled.', 'AbortError');
}
