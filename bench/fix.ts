/**
 * Puts faults into real files, or takes them from a repository's history, and measures what a language server, the rules and a model make of them. Changes no file.
 *
 *   npm run bench:fix -- --repo DIR --server intelephense|ts|pyright [--command "node … --stdio"]
 *     [--kinds A,B] [--n N] [--seed S] [--under FOLDER] [--history [--since REV|DATE]]
 *     [--model none|scripted|NAME] [--backend ollama|llamacpp|openai] [--url URL] [--no-rules] [--example]
 *     [--out FILE.jsonl] [--markdown FILE.md] [--svg FILE.svg]
 *
 * `--n` is the number of faults for each kind, each in a file of its own as far as there are enough; with `--history` that of all pairs. A pair is a file before and
 * after a commit where a diagnostic is gone and none has come. A fault is detected where a diagnostic is there that was not there before; the cause is chosen before its
 * consequences. "right is reported too": the text before the fault would not pass either, as of a library that is not installed everything is reported; "of the
 * others" leaves these out. "equal": the first that is shown is the text before the fault, blanks aside; "offered": one of them is; "wrong shown": another text is shown first.
 * A commit may change more than the fault: its pairs are seldom equal.
 *
 * With a model every fault that the rules do not repair is asked of it, or each with `--no-rules`; and the same model is asked once more in the way of others: the whole
 * file, lines to find and to replace, and nobody verifies (`fix/anchor.ts`). `scripted` is no model: it knows what is wanted, and errs in half of its first answers.
 */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseOptions } from '../src/config/parse.ts';
import { createContextEngine } from '../src/context/engine.ts';
import { billionsIn } from '../src/fix/chat-model.ts';
import type { ChatModel } from '../src/fix/fix.ts';
import { CHARS_PER_TOKEN, modelFor } from '../src/fix/model-for.ts';
import { Verifiers } from '../src/fix/verify/find.ts';
import { loadCodeParser } from '../src/syntax/code-tree.ts';
import { grammarsFolder } from '../src/syntax/grammar.ts';
import { LANGUAGES } from '../src/syntax/registry.ts';
import { FimError } from '../src/text/error.ts';
import { type Case, mined, mutants } from './fix/cases.ts';
import { chart } from './fix/chart.ts';
import { type MeasureWorld, measure } from './fix/measure.ts';
import { type FixSample, markdown } from './fix/report.ts';
import { scriptedModel } from './fix/scripted.ts';

const { values } = parseArgs({
  options: {
    repo: { type: 'string' },
    server: { type: 'string', default: 'intelephense' },
    command: { type: 'string' },
    kinds: { type: 'string' },
    n: { type: 'string', default: '6' },
    seed: { type: 'string', default: '1' },
    under: { type: 'string', default: '' },
    history: { type: 'boolean', default: false },
    since: { type: 'string', default: '2000-01-01' },
    model: { type: 'string', default: 'none' },
    backend: { type: 'string', default: 'ollama' },
    url: { type: 'string', default: '' },
    'no-rules': { type: 'boolean', default: false },
    example: { type: 'boolean', default: false },
    out: { type: 'string' },
    markdown: { type: 'string' },
    svg: { type: 'string' },
  },
});

const SERVED: Readonly<Record<string, string>> = { intelephense: 'php', ts: 'typescript', pyright: 'python' };
/** A model may take its time here: what is measured is what it says. */
const LIMIT_MS = 120_000;
/** Of the history so many files are looked at for each pair that is wanted. */
const LOOKED_AT = 60;
/** A model's server that says so says so each time. */
const ENDS = new Set(['model-missing', 'server-unreachable', 'remote-forbidden']);
const signal = new AbortController().signal;

const language = LANGUAGES.find(({ id }) => id === SERVED[values.server]);
if (values.repo === undefined || language === undefined)
  stop('--repo DIR and --server intelephense|ts|pyright are needed.');
const root = resolve(values.repo);
const n = Number(values.n);
const seed = Number(values.seed);
const commands = values.command === undefined ? {} : { [values.server]: values.command.split(' ') };
const servers = new Verifiers({ ...process.env, XDG_CACHE_HOME: join(tmpdir(), 'fim-bench-fix') });
const parser = await loadCodeParser(grammarsFolder(), language);
if (
  servers.forFile({ path: join(root, 'x'), languageId: language.id, root, parser, commands })[0]?.worth !== 'verified'
)
  stop(`${values.server} is not installed: give --command.`);
const engine = createContextEngine({ grammarsDir: grammarsFolder(), log: () => undefined });
await engine.start({ root, includePaths: [], secretFiles: [], useOtherFiles: true, maxFileBytes: 1_000_000 });
await engine.settled();

const script = values.model === 'scripted' ? scriptedModel(seed) : undefined;
const world: MeasureWorld = {
  root,
  languageId: language.id,
  parser,
  engine,
  servers,
  commands,
  model: await chatModel(),
  billions: billionsIn(values.model),
  script,
  usesRules: !values['no-rules'],
  limitMs: LIMIT_MS,
};
const wishes = { root, under: values.under, languageId: language.id, extensions: language.extensions, seed };

const samples: FixSample[] = [];
try {
  if (values.history) await measureSome(mined(wishes, values.since), 'history', n * LOOKED_AT);
  else
    for (const group of mutants(wishes, values.kinds?.split(',')))
      await measureSome(group, '', Number.POSITIVE_INFINITY);
} finally {
  await Promise.all([servers.dispose(), engine.dispose()]);
}
report();

/** As many of a group as are wanted. @param most of it that are looked at */
async function measureSome(group: Iterable<Case> | AsyncIterable<Case>, name: string, most: number): Promise<void> {
  let left = n;
  let looked = 0;
  let kind = name;
  for await (const one of group) {
    if (left === 0 || looked++ >= most) break;
    kind = one.kind;
    // A server that fails at a text tells nothing of ours; a model's server that does ends the run.
    const sample = await measure(one, world, signal).catch((error: unknown) => {
      if (error instanceof FimError && ENDS.has(error.code)) throw error;
      return undefined;
    });
    if (sample === undefined) continue;
    left--;
    samples.push(sample);
  }
  process.stderr.write(`${kind}: ${n - left}${name === '' ? '' : ` of ${looked} files`}\n`);
}

async function chatModel(): Promise<ChatModel | undefined> {
  if (values.model === 'none') return undefined;
  if (script !== undefined)
    return {
      chat: script,
      model: 'scripted',
      budget: 4096,
      charsPerToken: CHARS_PER_TOKEN,
      withExample: values.example,
    };
  const { options, problems } = parseOptions({
    backend: values.backend,
    ...(values.url === '' ? {} : { [values.backend]: { url: values.url } }),
    fix: { model: values.model, example: values.example },
  });
  if (problems.length > 0) stop(problems.join('\n'));
  return modelFor(options, process.env, signal);
}

function report(): void {
  const detected = samples.filter(({ isDetected }) => isDetected);
  const title = `${relative(resolve('..'), root)}, ${values.server}, ${values.history ? 'history' : 'mutants'}, seed ${values.seed}, model ${values.model}${values['no-rules'] ? ' without rules' : ''}`;
  const accepted = detected.filter(({ acceptsUnfixed }) => acceptsUnfixed).length;
  const controls = detected.filter(({ hasControl }) => hasControl).length;
  const text = [
    `# ${title}`,
    markdown(samples),
    `Unfixed texts accepted: ${accepted} of ${detected.length}; control: ${controls} of ${detected.length}.`,
  ].join('\n\n');
  process.stdout.write(`${text}\n`);
  if (values.out !== undefined) writeFileSync(values.out, samples.map((each) => `${JSON.stringify(each)}\n`).join(''));
  if (values.markdown !== undefined) writeFileSync(values.markdown, `${text}\n`);
  if (values.svg !== undefined) writeFileSync(values.svg, chart(samples, title));
}

function stop(message: string): never {
  process.stderr.write(`bench:fix: ${message}\n`);
  process.exit(1);
}
