/**
 * The draft model next to the target: whether there is one, of the same family, and whether both stay in memory. Where they push each other out,
 * or the draft model can't be had, the pair is switched off and the user told so once. Asks for no text.
 */
import type { Answerer } from '../complete/completion.ts';
import type { Options } from '../config/schema.ts';
import { chooseModel } from '../model/choose.ts';
import { familyOf } from '../prompt/families.ts';
import { FimError, isAbort } from '../text/error.ts';

/** How often both are looked at while they are used, in ms: each look is one small request. */
const LOOK_EACH_MS = 30_000;
/** How long the server may take to say what it has. */
const LIST_LIMIT_MS = 3000;
/** How long it may take to read the draft model. */
const LOAD_LIMIT_MS = 120_000;

export interface DraftPairDeps {
  /** The user should hear of it. */
  readonly tell: (error: FimError) => void;
  /** In ms. */
  readonly now: () => number;
}

/** A target and who drafts for it. */
interface Pair {
  readonly target: Answerer;
  /** `undefined` while it isn't known to be ready. */
  drafter: Answerer | undefined;
  isOff: boolean;
  isLooking: boolean;
  /** When it was looked at last. */
  lookedAt: number;
}

export class DraftPair {
  readonly #deps: DraftPairDeps;
  #wanted = '';
  #pair: Pair | undefined;
  #aborter = new AbortController();

  constructor(deps: DraftPairDeps) {
    this.#deps = deps;
  }

  /** Takes new options: everything is found out anew. */
  configure({ model }: Options): void {
    this.dispose();
    this.#aborter = new AbortController();
    this.#wanted = model.draft;
  }

  dispose(): void {
    this.#aborter.abort();
    this.#pair = undefined;
  }

  /** Who drafts for `target` now. Finds out in the background what isn't known. */
  drafter(target: Answerer): Answerer | undefined {
    const { backend, model } = target;
    // A server with one model has nobody to draft, and one that tells nothing of its memory can't be trusted with two.
    if (this.#wanted === '' || backend.hasOneModel === true || backend.isLoaded === undefined) return undefined;
    const known = this.#pair;
    const isSame = known !== undefined && known.target.backend === backend && known.target.model === model;
    const pair = isSame
      ? known
      : { target, drafter: undefined, isOff: false, isLooking: false, lookedAt: Number.NEGATIVE_INFINITY };
    this.#pair = pair;
    if (pair.isOff) return undefined;
    if (!pair.isLooking && this.#deps.now() - pair.lookedAt >= LOOK_EACH_MS) void this.#look(pair);
    // Options may have changed what the target's prompts are like.
    return pair.drafter && { ...target, model: pair.drafter.model };
  }

  async #look(pair: Pair): Promise<void> {
    pair.isLooking = true;
    pair.lookedAt = this.#deps.now();
    const { signal } = this.#aborter;
    try {
      const model = pair.drafter?.model ?? (await this.#find(pair.target, signal));
      const isReady = await this.#areTogether(pair.target, model, signal);
      pair.drafter = isReady ? { ...pair.target, model } : undefined;
    } catch (error) {
      pair.drafter = undefined;
      // A server that doesn't answer is the target's trouble.
      if (error instanceof FimError && ENDS.has(error.code) && !signal.aborted) {
        pair.isOff = true;
        this.#deps.tell(error);
      } else if (!isAbort(error) && !(error instanceof FimError)) throw error;
    } finally {
      pair.isLooking = false;
    }
  }

  /** The draft model's name, as the server has it. @throws FimError `model-missing`, `config` */
  async #find({ backend, model, family }: Answerer, signal: AbortSignal): Promise<string> {
    const installed = await backend.models(within(signal, LIST_LIMIT_MS));
    const { name } = chooseModel(installed, this.#wanted, () => undefined, backend.server);
    const own = familyOf(name);
    if (name === model) throw useless(`model.draft "${name}" is the model itself.`);
    if (own !== undefined && family !== '' && own.id !== family)
      throw useless(`model.draft "${name}" is of another family than ${model}.`);
    return name;
  }

  /**
   * Whether both models are in memory; reads the draft model into it where only the target is.
   * @throws FimError `config` where that pushes the target out
   */
  async #areTogether({ backend, model }: Answerer, draft: string, signal: AbortSignal): Promise<boolean> {
    const isLoaded = (name: string): Promise<boolean | undefined> =>
      backend.isLoaded?.(name, within(signal, LIST_LIMIT_MS)) ?? Promise.resolve(undefined);
    // The target has been asked a moment ago; where it is gone all the same, it is not the draft model's doing.
    if ((await isLoaded(model)) !== true) return false;
    if ((await isLoaded(draft)) === true) return true;
    await backend.load?.(draft, within(signal, LOAD_LIMIT_MS));
    if ((await isLoaded(model)) === false)
      throw useless(`${model} and ${draft} do not fit into memory together: no drafts by a model.`);
    return (await isLoaded(draft)) === true;
  }
}

/** What does not get better by itself. */
const ENDS: ReadonlySet<FimError['code']> = new Set(['config', 'model-missing', 'model-without-fim']);

function useless(what: string): FimError {
  return new FimError('config', { what, next: 'Set another model.draft, or none.' });
}

function within(signal: AbortSignal, ms: number): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(ms)]);
}
