/** One completion from beginning to end, for those who have no cursor that moves: scripts, the command line, measuring. */
import type { Situation } from '../text/situation.ts';
import type { Answerer, Clock, Offer } from './completion.ts';
import { Engine, type EngineSettings, type EngineWorld, type Request } from './engine.ts';

/** What came of it. */
export interface OnceResult {
  /** `undefined`: the model had nothing to say that belongs here. */
  readonly offer: Offer | undefined;
  /** Milliseconds from the call to the model's first text; `undefined` when there was none. */
  readonly firstTokenMs: number | undefined;
  /** Milliseconds from the call to the end. */
  readonly totalMs: number;
}

/** What is needed for one completion. */
export interface OnceWorld extends Pick<EngineWorld<Request>, 'syntax' | 'context'> {
  readonly answerer: Answerer;
  readonly clock: Clock;
  readonly settings: EngineSettings;
  /** The suggestion has grown. */
  readonly offered?: (offer: Offer) => void;
}

/**
 * Asks once, without a pause, and resolves when the text is final.
 * @throws FimError when the model can't be asked or fails before there is any text; the signal's reason once it is aborted
 */
export function completeOnce(world: OnceWorld, situation: Situation, signal: AbortSignal): Promise<OnceResult> {
  const { answerer, clock } = world;
  const start = clock.now();
  return new Promise((resolve, reject) => {
    let firstTokenMs: number | undefined;
    let failure: unknown;
    const finish = (): void => {
      signal.removeEventListener('abort', onAbort);
      const { offer } = engine;
      if (failure !== undefined && offer === undefined) reject(failure);
      else resolve({ offer, firstTokenMs, totalMs: clock.now() - start });
      engine.cancel();
    };
    const engine = new Engine<Request>(
      {
        ...world,
        answerer: async () => answerer,
        // Nobody reads on behind the suggestion, or accepts it.
        settings: () => ({ ...world.settings, hotStreakLines: 0, prefetch: false }),
      },
      {
        offer: (_, offer) => {
          if (offer !== undefined) world.offered?.(offer);
        },
        asked: () => undefined,
        answering: () => {
          firstTokenMs = clock.now() - start;
        },
        failed: (_, error) => {
          failure = error;
        },
        settled: finish,
        gaveUp: (_, error) => {
          failure = error;
          finish();
        },
      },
    );
    const onAbort = (): void => {
      engine.cancel();
      reject(signal.reason);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    else engine.request({ situation, trigger: 'manual', pressedAt: start });
  });
}
