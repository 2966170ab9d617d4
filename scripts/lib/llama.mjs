/**
 * Finds a llama-server and a small model for the tests that need real ones: those named by $FIM_LLAMA_SERVER and $FIM_LLAMA_MODEL, else the system's
 * or one fetched into `.cache/llama` (Debian and its like), and the model that stands beside the checkout. Without a model nothing is fetched.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fromDebian } from './fetched.mjs';
import { at } from './paths.mjs';

const SUITE = 'forky';
const modelPath = () => process.env.FIM_LLAMA_MODEL || at('..', 'shared', 'models', 'tiny-php-fim.gguf');

const runs = (server) => spawnSync(server, ['--version'], { stdio: 'ignore', timeout: 10_000 }).status === 0;

/** @returns {{ server?: string, problem?: string }} */
function findServer() {
  const named = process.env.FIM_LLAMA_SERVER;
  if (named) return runs(named) ? { server: named } : { problem: `FIM_LLAMA_SERVER=${named} does not run` };
  const there = ['llama-server', at('.cache', 'llama', 'usr', 'bin', 'llama-server')].find(runs);
  if (there !== undefined) return { server: there };
  const { program, problem } = fromDebian({
    name: 'llama-server',
    script: 'get-llama.sh',
    suite: SUITE,
    folder: '.cache/llama',
  });
  return program === undefined ? { problem } : { server: program };
}

/**
 * @returns {{ env: Record<string, string>, note?: string }} what the tests are told; `note`: a line for a person, when there is no real server to test on
 */
export function findLlama() {
  const model = modelPath();
  const { server, problem } = existsSync(model) ? findServer() : { problem: 'no model: set FIM_LLAMA_MODEL' };
  if (server === undefined) return { env: {}, note: `No real llama-server will be tested (${problem}).` };
  return { env: { FIM_LLAMA_SERVER: server, FIM_LLAMA_MODEL: model } };
}
