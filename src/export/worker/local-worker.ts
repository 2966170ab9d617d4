/** Looks at files and makes their examples in the thread that it is in, one after the other: the text of one stands in for the file while it is asked about. */
import { SymbolReader } from '../../context/index/reader.ts';
import type { MadeFile } from '../collect.ts';
import { Contexts } from '../context.ts';
import { type LookedAt, Looker } from '../look.ts';
import { Packer } from '../packed.ts';
import type { ExportPlan } from '../plan.ts';
import { Producer } from '../produce.ts';
import type { Refused } from '../source-reader.ts';
import type { SurveyedFile } from '../surveyed-file.ts';

/** What is done with files, here or elsewhere. */
export interface FileWorker {
  /** @param paths relative, with `/` */
  look(paths: readonly string[]): Promise<readonly (LookedAt | Refused)[]>;
  /** Files that examples are made of from now on. @param included absolute paths of files that are shown and not trained on */
  begin(files: readonly SurveyedFile[], included: readonly string[]): void;
  /** The examples of one of those files. */
  produce(index: number): Promise<MadeFile>;
  end(): Promise<void>;
}

export class LocalWorker implements FileWorker {
  readonly #plan: ExportPlan;
  readonly #signal: AbortSignal;
  readonly #reader: SymbolReader;
  readonly #looker: Looker;
  readonly #producer: Producer;
  #files: readonly SurveyedFile[] = [];
  #contexts: Contexts | undefined;
  #lastSplit: SurveyedFile['split'] | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(plan: ExportPlan, signal: AbortSignal) {
    this.#plan = plan;
    this.#signal = signal;
    this.#reader = new SymbolReader(plan.grammarsDir);
    this.#looker = new Looker(plan, this.#reader);
    this.#producer = new Producer(plan);
  }

  look(paths: readonly string[]): Promise<readonly (LookedAt | Refused)[]> {
    return this.#inTurn(async () => {
      const looked: (LookedAt | Refused)[] = [];
      for (const path of paths) {
        this.#signal.throwIfAborted();
        looked.push(await this.#looker.look(path));
      }
      return looked;
    });
  }

  begin(files: readonly SurveyedFile[], included: readonly string[]): void {
    this.#files = files;
    this.#contexts = new Contexts(this.#plan, files, included, this.#reader);
  }

  produce(index: number): Promise<MadeFile> {
    return this.#inTurn(async () => {
      const file = this.#files[index];
      if (file === undefined) throw new RangeError(`there is no file ${index}`);
      // One split's index at a time.
      if (this.#lastSplit !== undefined && this.#lastSplit !== file.split) await this.#contexts?.dispose();
      this.#lastSplit = file.split;
      const packer = new Packer();
      const context = this.#contexts?.of(file.split);
      const produced = await this.#producer.produce(file, context, this.#signal, (example) => packer.add(example));
      return { ...produced, ...packer.packed() };
    });
  }

  async end(): Promise<void> {
    await this.#last.catch(() => undefined);
    await this.#contexts?.dispose();
    await this.#producer.dispose();
    this.#reader.dispose();
  }

  #inTurn<Answer>(act: () => Promise<Answer>): Promise<Answer> {
    const answer = this.#last.then(act);
    this.#last = answer.catch(() => undefined);
    return answer;
  }
}
