/** The worker's side of the border: gives messages to the engine, and answers. Knows no thread, only a way to post. */
import { setImmediate as everythingRead } from 'node:timers/promises';
import type { FromThread, InstantService, ToThread } from './service.ts';

/** @returns what to do with each message from the main thread; never throws */
export function serveInstant(
  service: InstantService,
  post: (message: FromThread) => void,
): (message: ToThread) => void {
  /** Questions that were taken back and not come up yet. */
  const dropped = new Set<number>();

  const answer = async (message: Extract<ToThread, { readonly method: 'ask' | 'settled' }>): Promise<void> => {
    const { id } = message;
    try {
      if (message.method === 'ask') {
        // Keys that came one upon the other have taken back what the ones before them asked.
        await everythingRead();
        if (dropped.delete(id)) return;
        post({ kind: 'answer', id, proposal: await service.ask(...message.args) });
      } else {
        await service.settled();
        post({ kind: 'answer', id, proposal: undefined });
      }
    } catch (error) {
      post({ kind: 'failed', id, message: messageOf(error) });
    }
  };

  const tell = (message: Exclude<ToThread, { readonly id: number }>): void => {
    if (message.method === 'start') service.start(...message.args);
    else if (message.method === 'put') service.put(...message.args);
    else if (message.method === 'close') service.close(...message.args);
    else service.touched(...message.args);
  };

  /** Questions that wait. */
  const waiting = new Set<number>();

  return (message) => {
    if (message.method === 'drop') {
      if (waiting.has(message.id)) dropped.add(message.id);
      return;
    }
    if ('id' in message) {
      waiting.add(message.id);
      void answer(message).finally(() => waiting.delete(message.id));
      return;
    }
    try {
      tell(message);
    } catch (error) {
      post({ kind: 'log', text: `instant, ${message.method}: ${messageOf(error)}` });
    }
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
