/** Makes the examples of files one after the other, with the context of the split that each is in. */
import { Contexts } from './context.ts';
import type { ExportPlan } from './plan.ts';
import { type Produced, Producer } from './produce.ts';
import type { SurveyedFile } from './survey.ts';

export class FileProducer {
  readonly #producer: Producer;
  readonly #contexts: Contexts;
  #last: SurveyedFile['split'] | undefined;

  constructor(plan: ExportPlan, files: readonly SurveyedFile[], included: readonly string[]) {
    this.#producer = new Producer(plan);
    this.#contexts = new Contexts(plan, files, included);
  }

  async produce(file: SurveyedFile, signal: AbortSignal): Promise<Produced> {
    // One split's index at a time.
    if (this.#last !== undefined && this.#last !== file.split) await this.#contexts.dispose();
    this.#last = file.split;
    return this.#producer.produce(file, this.#contexts.of(file.split), signal);
  }

  async dispose(): Promise<void> {
    await this.#contexts.dispose();
    await this.#producer.dispose();
  }
}
