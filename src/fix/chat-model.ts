/** Which of the installed models to talk to: one that was taught to follow a request. Asks no server. */
import type { InstalledModel } from '../model/backend.ts';
import { FimError } from '../text/error.ts';

/** Larger ones do not answer within a try on most machines, in billions of parameters. */
const LARGEST = 15;

/** `qwen2.5-coder:7b` → 7. */
export function billionsIn(name: string): number | undefined {
  const match = /(?:^|[:\-_/])(\d+(?:\.\d+)?)b(?![a-z0-9])/iu.exec(name);
  return match === null ? undefined : Number(match[1]);
}

/** Whether a model of that name thinks before it answers, whatever it is told: its thoughts count as its answer does. */
export function isThinking(name: string): boolean {
  return /(?:^|[/:_-])(?:deepseek-)?r1(?:$|[:_.-])|qwq|think|reason|magistral|gpt-oss|openthinker|exaone-deep|cogito/iu.test(
    name,
  );
}

/**
 * @param wanted the option `fix.model`; '' for the best that is there
 * @throws FimError `model-missing`
 */
export function pickChatModel(installed: readonly InstalledModel[], wanted: string): InstalledModel {
  if (wanted !== '') {
    const names = [wanted, `${wanted}:latest`].map((name) => name.toLowerCase());
    // A server that names its one model by its file answers to every name.
    return installed.find(({ name }) => names.includes(name.toLowerCase())) ?? { name: wanted };
  }
  const [best] = installed
    .filter(({ name }) => !/embed|rerank|bge-|minilm/iu.test(name))
    .sort((a, b) => compare(rank(a), rank(b)));
  if (best !== undefined) return best;
  throw new FimError('model-missing', {
    what: 'There is no model to ask for a repair.',
    next: 'Run `ollama pull qwen2.5-coder:7b`, or set fix.model.',
  });
}

/** The smaller at the first difference is the better. */
function rank({ name, billions = billionsIn(name) }: InstalledModel): readonly number[] {
  const isBase = /base|fim|starcoder|:code\b|-code\b/iu.test(name);
  const isCoder = /cod(?:er|e|estral)|devstral/iu.test(name);
  const isSlow = (billions ?? 0) > LARGEST;
  return [Number(isBase), Number(isSlow), Number(!isCoder), isSlow ? (billions ?? 0) : -(billions ?? 0)];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
