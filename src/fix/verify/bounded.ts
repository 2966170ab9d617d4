/** Waits for a server's answer, but not for ever, and no longer than somebody wants it. */
import { FimError } from '../../text/error.ts';

/** A server did not answer in time. */
export class TooLate extends FimError {
  constructor(name: string, ms: number) {
    super('internal', { what: `${name} did not answer within ${Math.round(ms / 1000)} s.`, next: 'Try again.' });
  }
}

/** @param signal of whoever wants it @throws TooLate; AbortError; what `answer` throws */
export async function bounded<T>(answer: Promise<T>, name: string, ms: number, signal?: AbortSignal): Promise<T> {
  // Nobody may be there any more when it fails.
  answer.catch(() => undefined);
  signal?.throwIfAborted();
  let end: () => void = () => undefined;
  const ended = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(new TooLate(name, ms)), ms);
    timer.unref();
    const abort = (): void => reject(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
  });
  try {
    return await Promise.race([answer, ended]);
  } finally {
    end();
  }
}
