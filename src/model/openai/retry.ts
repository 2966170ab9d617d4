/** Asks a busy server again, after the pause that it asks for. Bounded, and cancelled with its signal. */
import { setTimeout as sleep } from 'node:timers/promises';
import { abortError } from '../../text/error.ts';

/** Too many requests, and a server that is (over)loaded. */
const BUSY = [429, 503];
/** How often one request is sent at most. */
const TRIES = 3;
/** Pause where the server names none, before the second try; doubled before the third. */
const USUAL_PAUSE_MS = 500;
/** Who is asked to wait longer gives up: by then the cursor is elsewhere. */
const LONGEST_PAUSE_MS = 5000;

/**
 * The first answer that is not "busy", or the last one.
 * @throws what `ask` throws; AbortError
 */
export async function whileBusy(ask: () => Promise<Response>, signal: AbortSignal): Promise<Response> {
  for (let tried = 1; ; tried += 1) {
    const response = await ask();
    if (!BUSY.includes(response.status) || tried === TRIES) return response;
    const pause = pauseOf(response.headers.get('retry-after'), Date.now()) ?? USUAL_PAUSE_MS * 2 ** (tried - 1);
    if (pause > LONGEST_PAUSE_MS) return response;
    // Its text is of no interest, its connection is.
    response.body?.cancel().catch(() => undefined);
    await sleep(pause, undefined, { signal }).catch(() => {
      throw abortError();
    });
  }
}

/** `Retry-After` in ms: seconds, or a date. `undefined` for anything else. `now` as `Date.now()`. */
export function pauseOf(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\s*\d+(?:\.\d+)?\s*$/u.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
