/**
 * A language server for tests. Of each text it says that `wrong` is, and that what `needs` a name lacks it where no file `has` it: files are read at the start, and when it is
 * told; a text that was closed stays known, where it publishes by itself. What it is told goes to the file in its first argument. A close is answered late, `slow` as well,
 * `hang` never, `hang once` not by the first server, and `crash` ends it; `none` as the way does so at once, `mute` answers nothing.
 * It is told what has changed of a text, with `whole` all of it. While it reads again it says nothing of names.
 */
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const [log, way] = process.argv.slice(2);
const LATE_MS = 30;
const note = (what) => appendFileSync(log, `${what}\n`);
if (way === 'none') {
  note('workspace/started');
  process.exit(1);
}
/** Of all files, by address. */
const known = new Map();
const open = new Map();
let isReading = false;
let input = Buffer.alloc(0);

const send = (message) => {
  const body = JSON.stringify({ jsonrpc: '2.0', ...message });
  process.stdout.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
};
const read = (uri) => {
  try {
    known.set(uri, readFileSync(fileURLToPath(uri), 'utf8'));
  } catch {
    known.delete(uri);
  }
};
const names = () => [...new Map([...known, ...open]).values()].flatMap((text) => text.match(/(?<=\bhas )\w+/gu) ?? []);
const diagnosticsOf = (uri) =>
  (open.get(uri) ?? '').split('\n').flatMap((line, row) => {
    const report = (at, message, code) => {
      const range = { start: { line: row, character: at }, end: { line: row, character: at + 5 } };
      return at < 0 ? [] : [{ range, message, code, source: 'scripted', severity: 1 }];
    };
    const lacks = [...line.matchAll(/\bneeds (\w+)/gu)].filter(([, name]) => !isReading && !names().includes(name));
    return [
      ...report(line.indexOf('wrong'), 'It is wrong.', 'W1'),
      ...lacks.flatMap(({ index, 1: name }) => report(index, `Nobody has '${name}'.`, 'W2')),
    ];
  });
const publish = (uri, diagnostics = diagnosticsOf(uri)) =>
  send({ method: 'textDocument/publishDiagnostics', params: { uri, diagnostics } });
const looked = (uri, answer) => {
  const text = open.get(uri) ?? '';
  if (text.includes('crash')) process.exit(3);
  if (text.includes('hang once') && !readFileSync(log, 'utf8').includes('scripted/hangs'))
    return note('scripted/hangs');
  if (text.includes('hang once')) return answer();
  if (text.includes('hang')) return;
  if (text.includes('slow')) setTimeout(answer, LATE_MS);
  else answer();
};
const changed = (before, { start, end }, text) => {
  const lines = before.split('\n');
  const at = ({ line, character }) => lines.slice(0, line).join('').length + line + character;
  return before.slice(0, at(start)) + text + before.slice(at(end));
};
const readAll = ({ rootUri }) => {
  const root = fileURLToPath(rootUri);
  for (const name of readdirSync(root)) if (name.endsWith('.php')) read(pathToFileURL(join(root, name)).href);
};

const handlers = {
  initialize: (params) => {
    readAll(params);
    return { capabilities: { textDocumentSync: way === 'whole' ? 1 : { change: 2 } } };
  },
  initialized: () => send({ method: 'scripted/read', params: null }),
  shutdown: () => null,
  exit: () => process.exit(0),
  'workspace/didChangeWatchedFiles': ({ changes }) => {
    isReading = way === 'publish';
    for (const { uri } of changes) read(uri);
    const done = () => {
      isReading = false;
      send({ method: 'scripted/read', params: null });
    };
    if (isReading) setTimeout(done, LATE_MS);
  },
  'textDocument/didOpen': ({ textDocument: { uri, text } }) => {
    open.set(uri, text);
    if (way === 'publish') looked(uri, () => publish(uri));
  },
  'textDocument/didChange': ({ textDocument: { uri }, contentChanges: [{ range, text }] }) =>
    open.set(uri, range === undefined ? text : changed(open.get(uri), range, text)),
  'textDocument/didClose': ({ textDocument: { uri } }) => {
    if (way === 'publish') known.set(uri, open.get(uri));
    open.delete(uri);
    const answer = () => {
      publish(uri, []);
      note('scripted/closed');
    };
    if (way === 'publish') setTimeout(answer, LATE_MS);
  },
  'textDocument/diagnostic': ({ textDocument: { uri } }, id) =>
    looked(uri, () => send({ id, result: { items: diagnosticsOf(uri) } })),
  'textDocument/completion': () => ({ items: [{ label: 'right()' }, { label: '$rows' }] }),
};

process.stdin.on('data', (bytes) => {
  input = Buffer.concat([input, bytes]);
  for (;;) {
    const head = input.indexOf('\r\n\r\n');
    const length = Number(/Content-Length: (\d+)/u.exec(input.subarray(0, Math.max(0, head)).toString())?.[1]);
    if (head < 0 || input.length < head + 4 + length) return;
    const { id, method, params } = JSON.parse(input.subarray(head + 4, head + 4 + length).toString());
    input = input.subarray(head + 4 + length);
    note(method);
    const result = handlers[method]?.(params, id);
    if (id !== undefined && method !== 'textDocument/diagnostic' && way !== 'mute')
      send({ id, result: result ?? null });
  }
});
