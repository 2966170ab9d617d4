/** Which secrets keep a file out of a dataset: those that look as if they opened something. What tests make up for themselves does not. Pure. */
import { findSecrets, type Secret } from '../text/secrets.ts';

/**
 * Told by their randomness alone, in tests by the dozen: the key that a test application is started with. On 16 projects with 9,000 files that leaves 11
 * files in; what a name or an address beside it calls a password would be 2 more, and is one for all anybody can tell.
 */
const WITHOUT_NAME: ReadonlySet<string> = new Set(['random', 'laravel_key']);
const TESTS = /(?:^|\/)(?:tests?|specs?|__tests__|fixtures)\/|(?:Test|_test|[._-]spec|\.(?:vi)?test)\.\w+$/iu;
/** Nobody's key counts up, or says that it is none. */
const MADE_UP = /12345|23456|34567|abcde|bcdef|test|example|dummy|fake|x{4}|0{6}/iu;

export interface FoundSecrets {
  readonly all: readonly Secret[];
  /** Kinds of those that are sure, each once, sorted. */
  readonly sure: readonly string[];
}

/** @param path relative, with `/` */
export function secretsIn(path: string, text: string): FoundSecrets {
  const all = findSecrets(text);
  const isTest = TESTS.test(path);
  const sure = all.filter(({ isSure, kind, start, end }) => {
    if (!isSure || !isTest) return isSure;
    return !WITHOUT_NAME.has(kind) && !MADE_UP.test(text.slice(start, end));
  });
  return { all, sure: [...new Set(sure.map(({ kind }) => kind))].sort() };
}
