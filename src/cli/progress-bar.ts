/** A progress bar on a terminal; nothing elsewhere. */

export interface ProgressBar {
  readonly show: (stage: string, done: number, all: number) => void;
  readonly clear: () => void;
}

/** Between two drawings, in ms. */
const PAUSE_MS = 100;
const WIDTH = 30;

export function progressBar(stream: { readonly isTTY?: boolean; write(text: string): unknown }): ProgressBar {
  if (stream.isTTY !== true) return { show: () => undefined, clear: () => undefined };
  let drawn = Number.NEGATIVE_INFINITY;
  return {
    show(stage, done, all) {
      const now = performance.now();
      if (now - drawn < PAUSE_MS) return;
      drawn = now;
      const filled = Math.round((WIDTH * done) / Math.max(1, all));
      stream.write(`\r\u001b[K${stage} ${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${done}/${all}`);
    },
    clear() {
      if (drawn > 0) stream.write('\r\u001b[K');
      drawn = Number.NEGATIVE_INFINITY;
    },
  };
}
