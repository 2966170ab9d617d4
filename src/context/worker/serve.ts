/** The worker's side of the border: answers calls by a service. Knows no thread, only a way to post. */
import { isAbort } from '../../text/error.ts';
import type { ContextService } from '../service.ts';
import type { FromWorker, ToWorker } from './protocol.ts';

/** @returns what to do with each message from the main thread; never throws */
export function serveContext(
  service: ContextService,
  post: (message: FromWorker) => void,
): (message: ToWorker) => void {
  const running = new Map<number, AbortController>();

  async function answer(call: Extract<ToWorker, { kind: 'call' }>['call']): Promise<void> {
    const { id } = call;
    const aborter = new AbortController();
    running.set(id, aborter);
    try {
      post({ kind: 'answer', id, value: await resultOf(call, aborter.signal) });
    } catch (error) {
      post({ kind: 'failed', id, message: messageOf(error), isAbort: isAbort(error) });
    } finally {
      running.delete(id);
    }
  }

  function resultOf(call: Extract<ToWorker, { kind: 'call' }>['call'], signal: AbortSignal): Promise<unknown> {
    switch (call.method) {
      case 'start':
        return service.start(...call.args);
      case 'settled':
        return service.settled();
      case 'query':
        return service.query(...call.args, signal);
      case 'map':
        return service.map(...call.args, signal);
      case 'lookup':
        return service.lookup(...call.args, signal);
      case 'status':
        return service.status();
    }
  }

  function tell(told: Extract<ToWorker, { kind: 'tell' }>['told']): void {
    switch (told.method) {
      case 'open':
        service.open(...told.args);
        break;
      case 'change':
        service.change(...told.args);
        break;
      case 'replace':
        service.replace(...told.args);
        break;
      case 'close':
        service.close(...told.args);
        break;
      case 'visit':
        service.visit(...told.args);
        break;
      case 'touched':
        service.touched(...told.args);
        break;
    }
  }

  return (message) => {
    if (message.kind === 'call') {
      void answer(message.call);
      return;
    }
    if (message.kind === 'cancel') {
      running.get(message.id)?.abort();
      return;
    }
    try {
      tell(message.told);
    } catch (error) {
      post({ kind: 'log', text: `context, ${message.told.method}: ${messageOf(error)}` });
    }
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
