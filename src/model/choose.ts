/** Chooses the model to ask among those that are installed. It knows no family: the caller says what a name is worth. */
import { FimError } from '../text/error.ts';
import type { InstalledModel } from './backend.ts';
import { modelMissing, OLLAMA, type ServerWords } from './server-errors.ts';

/** Larger models answer too late for ghost text on most machines, in billions of parameters. What is sold as 8b has up to 8.3. */
const LARGEST_FAST = 8.5;

/** What to install when there is nothing: the smallest of the best family that is worth using. */
const SUGGESTED = 'qwen2.5-coder:1.5b-base';

/** What a model is worth; `undefined` when it cannot fill in the middle. See `rankModel` of the prompt families. */
export type Rank = (modelName: string) => { readonly preference: number; readonly fillsBadly: boolean } | undefined;

/**
 * The model to ask.
 *
 * `auto`: among those that can fill in the middle, in this order: not spoilt by instruction tuning; fast enough (about 8 billion parameters);
 * the family's preference; the largest of the fast ones, or the smallest of the slow ones; base before others; name. The same list always gives the same model.
 * Any other `wanted`: the installed model of that name, with or without `:latest`.
 * @throws FimError `model-missing` when `wanted` is not installed; `model-without-fim` when none of the installed models will do.
 */
export function chooseModel(
  installed: readonly InstalledModel[],
  wanted: string,
  rank: Rank,
  server: ServerWords = OLLAMA,
): InstalledModel {
  return wanted === 'auto' ? best(installed, rank, server) : named(installed, wanted, server);
}

function named(installed: readonly InstalledModel[], wanted: string, server: ServerWords): InstalledModel {
  const names = [wanted, `${wanted}:latest`].map((name) => name.toLowerCase());
  const found = installed.find(({ name }) => names.includes(name.toLowerCase()));
  if (found === undefined) throw modelMissing(wanted, server);
  return found;
}

function best(installed: readonly InstalledModel[], rank: Rank, server: ServerWords): InstalledModel {
  const candidates = installed.flatMap((model) => {
    const worth = rank(model.name);
    return worth === undefined ? [] : [{ model, key: sortKey(model, worth) }];
  });
  const [first] = candidates.sort((a, b) => compareKeys(a.key, b.key) || compareNames(a.model.name, b.model.name));
  if (first !== undefined) return first.model;
  const what =
    installed.length === 0 ? `${server.name} has no models yet.` : 'No installed model can fill in the middle.';
  throw new FimError('model-without-fim', { what, next: server.getModel(SUGGESTED) });
}

/** The smaller at the first difference is the better. */
function sortKey(model: InstalledModel, worth: { preference: number; fillsBadly: boolean }): readonly number[] {
  const billions = model.billions ?? billionsInName(model.name);
  const isSlow = billions !== undefined && billions > LARGEST_FAST;
  // An unknown size says nothing: after those that are known to be fast.
  const size = billions ?? 0;
  return [
    Number(worth.fillsBadly),
    Number(isSlow),
    -worth.preference,
    isSlow ? size : -size,
    /base/iu.test(model.name) ? 0 : 1,
  ];
}

/** `deepseek-coder:6.7b-base` → 6.7. */
function billionsInName(name: string): number | undefined {
  const match = /(?:^|[:\-_/])(\d+(?:\.\d+)?)b(?![a-z0-9])/iu.exec(name);
  return match === null ? undefined : Number(match[1]);
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  for (const [i, value] of a.entries()) {
    const difference = value - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** By code unit: `localeCompare` would depend on the machine. */
function compareNames(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
