/** The command line of a managed llama-server: what this version of it understands, as its `--help` says. Pure. */
import type { ManagedSettings } from './settings.ts';

/**
 * Tokens that are read at once. A request that nobody wants any more ends with the batch that is being read, so a batch has to be short;
 * on processors larger ones are hardly faster.
 */
const BATCH_TOKENS = 128;

/** Arguments for a server on `port`. @param help what `--help` prints */
export function serverArgs(settings: ManagedSettings, port: number, help: string): string[] {
  const known = knownFlags(help);
  const where = (flag: string, ...values: string[]): string[] => (known.has(flag) ? [flag, ...values] : []);
  return [
    ...['--model', settings.model, '--host', '127.0.0.1', '--port', String(port)],
    ...['--ctx-size', String(settings.contextTokens), '--parallel', '1'],
    ...['--batch-size', String(BATCH_TOKENS), '--ubatch-size', String(BATCH_TOKENS)],
    ...where('--offline'),
    ...(known.has('--no-ui') ? ['--no-ui'] : where('--no-webui')),
    // Web pages must not be able to talk to it.
    ...where('--cors-origins', 'localhost'),
    ...speculationArgs(settings, known, help),
    ...settings.args,
  ];
}

function speculationArgs({ speculation, draftModel }: ManagedSettings, known: Set<string>, help: string): string[] {
  const types = specTypes(help);
  const kind = speculation === 'auto' ? (draftModel === '' ? 'ngram-simple' : 'draft') : speculation;
  if (kind === 'off') return [];
  if (kind === 'draft') {
    const flag = ['--spec-draft-model', '--model-draft'].find((name) => known.has(name));
    if (flag === undefined || draftModel === '') return [];
    return [flag, draftModel, ...(types.includes('draft-simple') ? ['--spec-type', 'draft-simple'] : [])];
  }
  return types.includes(kind) ? ['--spec-type', kind] : [];
}

/** Flags at the beginning of a line, where help describes them: `-md,   --model-draft FNAME`. */
function knownFlags(help: string): Set<string> {
  return new Set(
    help
      .split('\n')
      .filter((line) => line.startsWith('-'))
      .flatMap((line) => line.match(/(?<![\w-])--?[a-z][\w-]*/giu) ?? []),
  );
}

/** `--spec-type none,draft-simple,…` */
function specTypes(help: string): readonly string[] {
  return /^--spec-type\s+\[?([\w,|-]+)/mu.exec(help)?.[1]?.split(/[,|]/u) ?? [];
}
