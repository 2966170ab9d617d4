/** Starts threads of the host, all in one way. Knows nothing of what they do. */
import { Worker } from 'node:worker_threads';

/**
 * @param script absolute path of a bundle
 * @param mostMemory more than it should ever need, in MiB: a fault then ends the thread and not the editor's host
 * @param data as the thread's `workerData`
 */
export function startThread(script: string, mostMemory: number, data?: unknown): Worker {
  return new Worker(script, {
    workerData: data,
    // What somebody had Node load into the host is not for this thread.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: mostMemory },
    // What a library prints must not get into the channel of the editor.
    stdout: true,
    stderr: true,
  });
}
