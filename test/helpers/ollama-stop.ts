/** Ends scripted text at a stop string the way Ollama's runner does: text that may be the start of a stop string is held back. */

/**
 * Passes `tokens` on until their text holds one of `stops`; what stands before it is still passed on, the stop string never is.
 * @returns why it ended: the reason of `tokens`, or `stop`.
 */
export async function* cutAtStops(
  tokens: AsyncGenerator<string, string>,
  stops: readonly string[],
): AsyncGenerator<string, string> {
  let held = '';
  try {
    for (;;) {
      const next = await tokens.next();
      if (next.done === true) {
        if (held !== '') yield held;
        return next.value;
      }
      held += next.value;
      const at = firstStop(held, stops);
      if (at >= 0) {
        if (at > 0) yield held.slice(0, at);
        return 'stop';
      }
      if (stops.some((stop) => endsInsideStop(held, stop))) continue;
      yield held;
      held = '';
    }
  } finally {
    await tokens.return('stop');
  }
}

function firstStop(text: string, stops: readonly string[]): number {
  const found = stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
  return found.length === 0 ? -1 : Math.min(...found);
}

function endsInsideStop(text: string, stop: string): boolean {
  for (let length = Math.min(text.length, stop.length - 1); length > 0; length--) {
    if (text.endsWith(stop.slice(0, length))) return true;
  }
  return false;
}
