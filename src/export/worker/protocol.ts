/** What goes over the border between an export and the threads that make its examples. Plain data. */
import type { ExportPlan } from '../plan.ts';
import type { Produced } from '../produce.ts';
import type { SurveyedFile } from '../survey.ts';

export interface ProducerTask {
  readonly plan: ExportPlan;
  readonly files: readonly SurveyedFile[];
  /** Absolute paths of files that are shown and not trained on. */
  readonly included: readonly string[];
}

/** The file at that index of the task is wanted. */
export interface ToProducer {
  readonly index: number;
}

export type FromProducer =
  | { readonly index: number; readonly produced: Produced }
  | { readonly index: number; readonly error: string };
