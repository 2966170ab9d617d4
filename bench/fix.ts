/**
 * Puts faults into real files and measures what a language server and the rules without a model make of them. Changes no file.
 *
 *   npm run bench:fix -- --repo DIR --server intelephense|ts|pyright [--kinds A,B] [--n N] [--seed S] [--command "node … --stdio"] [--under FOLDER] [--out FILE]
 *
 * `--n` is the number of faults for each kind, each in a file of its own as far as there are enough. A fault is detected where a diagnostic is there that was not
 * there before; the cause is chosen before its consequences. "equal": the first that is offered is the text before the fault, blanks aside; "offered": one of them is.
 * `--out` writes one JSON object for each fault.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createContextEngine } from '../src/context/engine.ts';
import { check, control } from '../src/fix/check.ts';
import type { Diagnostic } from '../src/fix/diagnostic.ts';
import { fix } from '../src/fix/fix.ts';
import { lookupRequest } from '../src/fix/lookup-request.ts';
import { pick } from '../src/fix/pick.ts';
import { isRefusal } from '../src/fix/refusal.ts';
import { sceneOf } from '../src/fix/scene.ts';
import { readSource } from '../src/fix/source-text.ts';
import { grownIn } from '../src/fix/verdict.ts';
import { Verifiers } from '../src/fix/verify/find.ts';
import type { Verifier } from '../src/fix/verify/verifier.ts';
import { loadCodeParser } from '../src/syntax/code-tree.ts';
import { grammarsFolder } from '../src/syntax/grammar.ts';
import { LANGUAGES } from '../src/syntax/registry.ts';
import { KINDS, type Mutant, mutate } from './fix/mutants.ts';
import { type FixSample, markdown } from './fix/report.ts';
import { randomOf, shuffled } from './retrieval/random.ts';

const { values } = parseArgs({
  options: {
    repo: { type: 'string' },
    server: { type: 'string', default: 'intelephense' },
    kinds: { type: 'string' },
    n: { type: 'string', default: '6' },
    seed: { type: 'string', default: '1' },
    command: { type: 'string' },
    under: { type: 'string', default: '' },
    out: { type: 'string' },
  },
});

const SERVED: Readonly<Record<string, string>> = { intelephense: 'php', ts: 'typescript', pyright: 'python' };
const LEFT_OUT = /^(?:vendor|node_modules|\.git|\.cache|dist|build)$/u;
/** Larger files are no more than slower, in bytes. */
const LARGEST = 60_000;
const signal = new AbortController().signal;

const languageId = SERVED[values.server];
const language = LANGUAGES.find(({ id }) => id === languageId);
if (values.repo === undefined || language === undefined)
  stop('--repo DIR and --server intelephense|ts|pyright are needed.');
const root = resolve(values.repo);
const random = randomOf(Number(values.seed));
const wanted = values.kinds?.split(',');
const kinds = (KINDS[language.id] ?? []).filter(({ name }) => wanted === undefined || wanted.includes(name));
const parser = await loadCodeParser(grammarsFolder(), language);
const engine = createContextEngine({ grammarsDir: grammarsFolder(), log: () => undefined });
await engine.start({ root, includePaths: [], secretFiles: [], useOtherFiles: true, maxFileBytes: 1_000_000 });
await engine.settled();
const servers = new Verifiers({ ...process.env, XDG_CACHE_HOME: join(tmpdir(), 'fim-bench-fix') });
const commands = values.command === undefined ? {} : { [values.server]: values.command.split(' ') };

const samples: FixSample[] = [];
try {
  for (const kind of kinds) {
    let left = Number(values.n);
    for (const path of shuffled(filesIn(join(root, values.under)), random)) {
      if (left === 0) break;
      const text = readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
      const mutant = text.length > LARGEST ? undefined : mutate(kind, text, random);
      if (mutant === undefined) continue;
      // A server that fails at a text tells nothing of ours.
      const sample = await measure(path, text, mutant).catch(() => undefined);
      if (sample === undefined) continue;
      left--;
      samples.push(sample);
    }
    process.stderr.write(`${kind.name}\n`);
  }
} finally {
  await Promise.all([servers.dispose(), engine.dispose()]);
}

const controls = samples.filter(({ isDetected }) => isDetected);
process.stdout.write(
  `# ${relative(resolve('..'), root)}, ${values.server}, seed ${values.seed}, no model\n\n${markdown(samples)}\n\n`,
);
process.stdout.write(
  `Unfixed texts accepted: ${controls.filter(({ acceptsUnfixed }) => acceptsUnfixed).length} of ${controls.length}; control: ${controls.filter(({ hasControl }) => hasControl).length} of ${controls.length}.\n`,
);
if (values.out !== undefined)
  writeFileSync(values.out, samples.map((sample) => `${JSON.stringify(sample)}\n`).join(''));

async function measure(path: string, text: string, mutant: Mutant): Promise<FixSample> {
  const id = language?.id ?? '';
  const [verifier] = servers.forFile({ path, languageId: id, root, parser, commands });
  if (verifier === undefined) stop(`${values.server} is not installed: give --command.`);
  const sample = { kind: mutant.kind, path: relative(root, path), row: mutant.row };
  const nothing = {
    code: '',
    acceptsUnfixed: false,
    hasControl: false,
    isVerified: false,
    isEqual: false,
    isAmong: false,
    origin: '',
    ms: 0,
  };
  const before = await verifier.diagnose(text, signal);
  const came = grownIn(before, await verifier.diagnose(mutant.text, signal));
  const target = causeOf(came);
  if (target === undefined) return { ...sample, ...nothing, isDetected: false };
  return { ...sample, isDetected: true, code: target.code, ...(await repaired(path, text, mutant, target, verifier)) };
}

/** As the user's cursor would have it: somewhere on the diagnostic that names the cause. */
function causeOf(came: readonly Diagnostic[]): Diagnostic | undefined {
  const here = came.map((each) => ({ ...each, row: 0, col: 0, endRow: 0, endCol: 1 }));
  const best = pick(here, 0, 0);
  return best === undefined ? undefined : came[here.indexOf(best)];
}

async function repaired(
  path: string,
  text: string,
  mutant: Mutant,
  target: Diagnostic,
  verifier: Verifier,
): Promise<Omit<FixSample, 'kind' | 'path' | 'row' | 'isDetected' | 'code'>> {
  const source = readSource(mutant.text);
  const tree = parser.parse(source.text);
  try {
    const scene = sceneOf({ path, filetype: '', source, target, limit: 60, parser, tree });
    engine.open({ path, filetype: '', lines: source.lines });
    const judge = await control(verifier, source, target, signal);
    const self = await check(judge, { after: source, edits: [] }, signal);
    const start = performance.now();
    const lookup = (one: typeof scene) => engine.lookup(lookupRequest(one), signal);
    const { candidates } = await fix(scene, { verifiers: [verifier], model: undefined, lookup, limitMs: 1 }, signal);
    const ms = performance.now() - start;
    const bare = (one: string): string => one.replace(/\s+/gu, ' ').trim();
    const same = candidates.map(({ after }) => bare(after.text) === bare(text));
    return {
      acceptsUnfixed: !isRefusal(self) && self.label === 'verified',
      hasControl: judge.target !== undefined,
      isVerified: candidates.length > 0,
      isEqual: same[0] === true,
      isAmong: same.includes(true),
      origin: candidates[0]?.origin ?? '',
      ms,
    };
  } finally {
    tree?.delete();
    engine.close(path);
  }
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return LEFT_OUT.test(entry.name) ? [] : filesIn(path);
    return entry.isFile() && language?.extensions.includes(extname(entry.name)) === true ? [path] : [];
  });
}

function stop(message: string): never {
  process.stderr.write(`bench:fix: ${message}\n`);
  process.exit(1);
}
