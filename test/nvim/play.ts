/** Small words for tests that play a user with a suggestion on screen. Decides nothing: what the model says is the test's. */
import type { Nvim } from '../helpers/nvim.ts';

/** Qwen's spelling, the family of the stage's model. */
const PREFIX = '<|fim_prefix|>';
const SUFFIX = '<|fim_suffix|>';

/** A model that knows what comes after some texts, and nothing else: the longest that the cursor stands behind counts. */
export function knows(answers: Readonly<Record<string, string>>): (prompt: string) => string {
  const keys = Object.keys(answers).toSorted((a, b) => b.length - a.length);
  return (prompt) => {
    const before = prompt.slice(prompt.lastIndexOf(PREFIX) + PREFIX.length, prompt.lastIndexOf(SUFFIX));
    const key = keys.find((candidate) => before.endsWith(candidate));
    return key === undefined ? '' : (answers[key] ?? '');
  };
}

/** Presses keys and waits until ghost text with `text` stands on the screen. */
export async function suggest(nvim: Nvim, keys: string, text: string): Promise<void> {
  await nvim.input(keys);
  await nvim.waitForScreen(
    (screen) => screen.includes('{ghost:') && screen.replace(/\{ghost:|\}/gu, '').includes(text),
  );
}

/** The buffer as one string, `|` where the cursor is. */
export async function buffer(nvim: Nvim): Promise<string> {
  const { row, col } = await nvim.cursor();
  const lines = (await nvim.lines()).map((line, index) => {
    if (index !== row) return line;
    const bytes = Buffer.from(line);
    return `${bytes.subarray(0, col).toString()}|${bytes.subarray(col).toString()}`;
  });
  return lines.join('\n');
}

/** A reply whose chunks are let go one by one. */
export function held(): { chunks: AsyncIterable<string>; say: (text: string) => void; end: () => void } {
  const queue: (string | undefined)[] = [];
  let wake: (() => void) | undefined;
  const push = (item: string | undefined): void => {
    queue.push(item);
    wake?.();
  };
  async function* chunks(): AsyncGenerator<string> {
    for (;;) {
      while (queue.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      const item = queue.shift();
      if (item === undefined) return;
      yield item;
    }
  }
  return { chunks: chunks(), say: push, end: () => push(undefined) };
}
