/** Decides who answers: the first server of the options that works, or the embedded backend where it is its turn. Keeps quiet about trouble that the user knows of. */
import { modelFreeAnswerer } from '../complete/answerer.ts';
import type { Answerer } from '../complete/completion.ts';
import { backendOrder } from '../complete/servers.ts';
import type { Options } from '../config/schema.ts';
import type { Backend } from '../model/backend.ts';
import type { FimError } from '../text/error.ts';
import { type Look, ServerSlot, type SlotDeps } from './server-slot.ts';

/** What `:checkhealth` is told. */
export interface Probe extends Look {
  /** The option `backend`, a list with commas. */
  readonly backend: string;
  /** Somebody completes while the server doesn't. */
  readonly hasStandIn: boolean;
}

export interface BackendsDeps extends SlotDeps {
  readonly embedded: Backend;
  /** The user asks by hand: whatever fails now is news. */
  readonly byHand: () => void;
}

export class Backends {
  readonly #deps: BackendsDeps;
  #options: Options;
  /** In order of preference. */
  #order: readonly (ServerSlot | 'embedded')[];

  constructor(options: Options, deps: BackendsDeps) {
    this.#options = options;
    this.#deps = deps;
    this.#order = this.#slots();
  }

  /** Takes new options: everything known of the servers is found out anew. */
  configure(options: Options): void {
    const old = this.#servers;
    this.#options = options;
    this.#order = this.#slots();
    for (const slot of old) slot.dispose();
  }

  /** Lets go of the servers: one of our own ends with its last user. */
  dispose(): void {
    for (const slot of this.#servers) slot.dispose();
  }

  /** Looks at the server that goes first ahead of the first request, so that no key has to wait for it. */
  warmUp(): void {
    const [first] = this.#order;
    if (first instanceof ServerSlot) this.#look(first);
  }

  /** Why the server that goes first does not answer at the moment. */
  get trouble(): FimError | undefined {
    return this.#servers[0]?.trouble;
  }

  /** Who completes, or does so in place of those who go before: for people, '' where nobody does. */
  get standIn(): string {
    const next = this.#order.find((each) => each === 'embedded' || each.trouble === undefined);
    if (next === undefined) return '';
    return next === 'embedded' ? 'the open project' : next.name;
  }

  /**
   * Who answers now. `undefined`: nobody, and the user knows why. A request by hand tries every server even while it is left in peace; but one that
   * has failed a moment ago has just been asked for this very request.
   * @throws FimError when nobody can answer and the user should hear of it.
   */
  async answerer(trigger: 'auto' | 'manual'): Promise<Answerer | undefined> {
    const order = this.#order;
    if (trigger === 'manual' && this.#servers.length > 0) this.#deps.byHand();
    let error: unknown;
    for (const [i, each] of order.entries()) {
      if (each === 'embedded') return modelFreeAnswerer(this.#deps.embedded);
      const hasNext = i < order.length - 1;
      if (trigger === 'manual' ? hasNext && each.hasJustFailed : this.#isPassedOver(each, hasNext)) continue;
      try {
        return await each.answerer();
      } catch (reason) {
        error ??= reason;
      }
    }
    if (error !== undefined) throw error;
    return undefined;
  }

  /** A request has failed. @returns whether somebody else may be asked in its place */
  failed(error: FimError): boolean {
    const slots = this.#servers;
    const slot = slots.find((each) => each.owns(error)) ?? slots[0];
    slot?.failed(error);
    return this.standIn !== '';
  }

  /** A request was answered, to the end. */
  worked(answerer: Answerer): void {
    for (const slot of this.#servers) slot.worked(answerer);
  }

  /** Looks at the servers now: how the first that works stands, else the first. */
  async probe(): Promise<Probe> {
    const { backend } = this.#options;
    const about = {
      backend: typeof backend === 'string' ? backend : backend.join(', '),
      hasStandIn: this.#order.includes('embedded'),
    };
    const looks = await Promise.all(this.#servers.map((slot) => slot.look()));
    const look = looks.find(({ error }) => error === undefined) ?? looks[0];
    return look === undefined ? { ...WITHOUT_SERVER, ...about } : { ...look, ...about };
  }

  /** Whether typing leaves a server in peace. */
  #isPassedOver(slot: ServerSlot, hasNext: boolean): boolean {
    if (slot.trouble === undefined) return false;
    if (slot.isQuiet) return true;
    if (!hasNext || slot.isChosen) return false;
    // Looks again in the background: typing goes on with what is there.
    this.#look(slot);
    return true;
  }

  get #servers(): readonly ServerSlot[] {
    return this.#order.filter((each) => each !== 'embedded');
  }

  #look(slot: ServerSlot): void {
    // What goes wrong is told by the slot.
    slot.warmUp().catch(() => undefined);
  }

  #slots(): readonly (ServerSlot | 'embedded')[] {
    return backendOrder(this.#options).map((name) =>
      name === 'embedded' ? name : new ServerSlot(name, this.#options, this.#deps),
    );
  }
}

const WITHOUT_SERVER: Look = { name: '', place: '', server: '', reachable: true, model: '', family: '', installed: [] };
