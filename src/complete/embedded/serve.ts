/** The worker's side of the border: gives messages to the engine, and answers. Knows no thread, only a way to post. */
import type { FromThread, InstantService, ToThread } from './service.ts';

/** @returns what to do with each message from the main thread; never throws */
export function serveInstant(
  service: InstantService,
  post: (message: FromThread) => void,
): (message: ToThread) => void {
  const answer = async (message: ToThread & { readonly id: number }): Promise<void> => {
    const { id } = message;
    try {
      if (message.method === 'ask') post({ kind: 'answer', id, proposal: await service.ask(...message.args) });
      else {
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

  return (message) => {
    if ('id' in message) {
      void answer(message);
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
