/** What goes over the border between the main thread and the worker: calls of the service by name, and their answers. Both ends are of one version. */
import type { ContextService } from '../service.ts';

/** Calls that are answered; all others are told and forgotten. */
export type AnsweredMethod = 'start' | 'settled' | 'query' | 'map' | 'lookup' | 'status';
export type ToldMethod = 'open' | 'change' | 'replace' | 'close' | 'visit' | 'touched';

/** Arguments as plain data: an `AbortSignal` does not cross, `cancel` stands for it. */
export type ArgumentsOf<M extends AnsweredMethod | ToldMethod> = WithoutSignal<Parameters<ContextService[M]>>;
type WithoutSignal<P extends readonly unknown[]> = P extends readonly [...infer Rest, AbortSignal] ? Rest : P;
export type AnswerOf<M extends AnsweredMethod> = Awaited<ReturnType<ContextService[M]>>;

type Call = { [M in AnsweredMethod]: { readonly id: number; readonly method: M; readonly args: ArgumentsOf<M> } };
type Told = { [M in ToldMethod]: { readonly method: M; readonly args: ArgumentsOf<M> } };

export type ToWorker =
  | { readonly kind: 'call'; readonly call: Call[AnsweredMethod] }
  | { readonly kind: 'tell'; readonly told: Told[ToldMethod] }
  | { readonly kind: 'cancel'; readonly id: number };

export type FromWorker =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string; readonly isAbort: boolean }
  /** Something went wrong that nobody waits for: a line for the log. */
  | { readonly kind: 'log'; readonly text: string };
