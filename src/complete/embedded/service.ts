/** The face of the instant engine: in this thread (`here.ts`), or in one of its own (`client.ts`). Everything that goes through is plain data. */
import type { Options } from '../../config/schema.ts';
import type { Proposal } from '../../model/instant/complete.ts';
import type { InstantDocument, Question } from '../../model/instant/engine.ts';

/** The options that say what is read, and what is shown. */
export type InstantOptions = Pick<
  Options,
  'secretFiles' | 'useOtherFiles' | 'onlyMyCode' | 'includePaths' | 'maxFileBytes' | 'instant'
>;

export interface InstantService {
  /** Grows when everything has to be told again: the thread has died, and another one is there. */
  readonly generation: number;
  /** Begins anew, with these options: all documents are told again. */
  start(options: InstantOptions): void;
  /** A buffer is open, with this text. */
  put(document: InstantDocument): void;
  /** @param path absolute */
  close(path: string): void;
  /** Files were written, deleted or renamed. @param paths absolute */
  touched(paths: readonly string[]): void;
  /** @param signal the answer is not wanted any more: a thread that has not begun with it leaves it out. The promise then resolves with nothing. */
  ask(question: Question, signal?: AbortSignal): Promise<Proposal | undefined>;
  /** Resolves when everything that is known now is indexed. */
  settled(): Promise<void>;
  dispose(): void;
}

type Told = 'start' | 'put' | 'close' | 'touched';

/** Messages to the thread: one for each method, and one that takes a question back. */
export type ToThread =
  | { readonly [M in Told]: { readonly method: M; readonly args: Parameters<InstantService[M]> } }[Told]
  | { readonly method: 'ask'; readonly id: number; readonly args: readonly [question: Question] }
  | { readonly method: 'settled'; readonly id: number; readonly args: readonly [] }
  | { readonly method: 'drop'; readonly id: number };

export type FromThread =
  | { readonly kind: 'answer'; readonly id: number; readonly proposal: Proposal | undefined }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }
  /** Something went wrong that nobody waits for: a line for the log. */
  | { readonly kind: 'log'; readonly text: string };
