/** Says in one line what `npm run try` will complete with: the server and model that the plugin will choose, or why none. Prints it; asks nothing but the list of models. */
import { chooseModel } from '../../src/model/choose.ts';
import { createOllama } from '../../src/model/ollama.ts';
import { resolveOllamaUrl } from '../../src/model/ollama-url.ts';
import { rankModel } from '../../src/prompt/families.ts';
import { FimError } from '../../src/text/error.ts';

/** A server on this machine lists its models in a few ms; a person waits for Neovim meanwhile. */
const PROBE_MS = 500;

const EMBEDDED = 'running on the embedded completions';

function address(): string {
  try {
    return new URL(resolveOllamaUrl({ option: '', env: process.env, allowRemote: true })).host;
  } catch {
    return process.env['OLLAMA_HOST'] ?? '';
  }
}

async function note(): Promise<string> {
  try {
    const url = resolveOllamaUrl({ option: '', env: process.env });
    const installed = await createOllama({ url, keepAlive: '' }).models(AbortSignal.timeout(PROBE_MS));
    const { name } = chooseModel(installed, 'auto', rankModel);
    return `Ollama at ${address()}: completing with ${name}.`;
  } catch (error) {
    const isSilent = !(error instanceof FimError) || error.code === 'server-unreachable';
    if (isSilent) return `No model server at ${address()}: ${EMBEDDED}.`;
    return `${error.what} ${error.next} Until then: ${EMBEDDED}.`;
  }
}

process.stdout.write(`${await note()}\n`);
