/** One HTTP request to a model server, bound to a signal, with every failure worded. It follows no redirect and knows no protocol. */
import { abortError } from '../text/error.ts';
import { badReply, httpError, type RequestInfo, transportError } from './server-errors.ts';

/**
 * Sends a request. The answer may have any status.
 * @throws FimError for a connection that failed; AbortError once `signal` is aborted
 */
export function send(
  info: RequestInfo,
  input: Parameters<typeof fetch>[0],
  init: RequestInit | undefined,
  signal: AbortSignal,
): Promise<Response> {
  // A redirect could lead to another machine, past the check of the address, and take a key along: no such server needs one.
  const ask = (): Promise<Response> => fetch(input, { ...init, signal, redirect: 'manual' });
  return attempt(info, signal, false, () =>
    ask().catch((error: unknown) => {
      // A connection kept open from before, which the server has closed meanwhile: nothing of this request was answered.
      if (signal.aborted || transportError(info, error, false).code !== 'connection-cut') throw error;
      return ask();
    }),
  );
}

/** What a good answer holds. @throws FimError for an answer that is none, or no JSON; AbortError */
export async function readJson(info: RequestInfo, response: Response, signal: AbortSignal): Promise<unknown> {
  const text = await readText(info, response, signal);
  if (!response.ok) throw httpError(info, response.status, text);
  return parseJson(text, info);
}

export function readText(info: RequestInfo, response: Response, signal: AbortSignal): Promise<string> {
  return attempt(info, signal, true, () => response.text());
}

export function parseJson(text: string, info: RequestInfo): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badReply(info, text, error);
  }
}

/** Runs one step of a request and words its failure. `receiving`: an answer had begun. */
export async function attempt<T>(
  info: RequestInfo,
  signal: AbortSignal,
  receiving: boolean,
  step: () => Promise<T>,
): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw signal.aborted ? abortError() : transportError(info, error, receiving);
  }
}

/** Reads the little that follows the end of an answer, so that its connection can serve the next request. */
export function drain(reader: ReadableStreamDefaultReader<Uint8Array>): void {
  const next = async (): Promise<void> => {
    while (!(await reader.read()).done);
  };
  // The answer is complete: how its connection ends concerns nobody.
  next().catch(() => undefined);
}

/**
 * Chunks of an answer whose request ends with them: also where the consumer stops early (`break`), which has no signal to abort.
 * Ended by its own end, the connection is left to the next request.
 * @param open is given a signal that is aborted with `signal`, and when the consumer leaves
 * @throws what `open` throws; an AbortError once `signal` is aborted
 */
export async function* boundStream<T>(
  signal: AbortSignal,
  open: (signal: AbortSignal) => AsyncIterable<T>,
): AsyncGenerator<T> {
  if (signal.aborted) throw abortError();
  const request = new AbortController();
  const forward = (): void => request.abort();
  signal.addEventListener('abort', forward, { once: true });
  let isComplete = false;
  try {
    for await (const chunk of open(request.signal)) {
      if (signal.aborted) throw abortError();
      if (chunk !== '') yield chunk;
    }
    isComplete = true;
  } catch (error) {
    // Everything that the connection did is worded by now; what else there is would be a fault of ours.
    throw signal.aborted ? abortError() : error;
  } finally {
    signal.removeEventListener('abort', forward);
    // After the last line the connection goes back to the pool: aborting would close it.
    if (!isComplete) request.abort();
  }
}
