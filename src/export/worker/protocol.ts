/** What goes over the border between an export and the threads that look at its files and make their examples. Plain data. */
import type { MadeFile } from '../collect.ts';
import type { LookedAt } from '../look.ts';
import type { ExportPlan } from '../plan.ts';
import type { Refused } from '../source-reader.ts';
import type { SurveyedFile } from '../surveyed-file.ts';

/** What a thread begins with. */
export interface ThreadTask {
  readonly plan: ExportPlan;
}

/** Paths are to be looked at; or the file at that index is wanted. */
export type Asked = { readonly paths: readonly string[] } | { readonly index: number };

/** Files that examples are made of from now on, and absolute paths of others that are shown. Nobody waits for an answer. */
interface Begun {
  readonly files: readonly SurveyedFile[];
  readonly included: readonly string[];
}

export type ToThread = { readonly id: number } & (Asked | Begun);

export type FromThread = { readonly id: number } & (
  | { readonly looked: readonly (LookedAt | Refused)[] }
  | { readonly produced: MadeFile }
  | { readonly error: string }
);
