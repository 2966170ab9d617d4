/** A language server for tests: says of each text that holds `wrong` that it is. What it is told goes to the file in its first argument; a close is answered late. */
import { appendFileSync } from 'node:fs';

const [log, way] = process.argv.slice(2);
const texts = new Map();
let input = Buffer.alloc(0);

const send = (message) => {
  const body = JSON.stringify({ jsonrpc: '2.0', ...message });
  process.stdout.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
};
const diagnosticsOf = (uri) =>
  (texts.get(uri) ?? '').split('\n').flatMap((line, row) => {
    const at = line.indexOf('wrong');
    const range = { start: { line: row, character: at }, end: { line: row, character: at + 5 } };
    return at < 0 ? [] : [{ range, message: 'It is wrong.', code: 'W1', source: 'scripted', severity: 1 }];
  });
const publish = (uri) =>
  send({ method: 'textDocument/publishDiagnostics', params: { uri, diagnostics: diagnosticsOf(uri) } });

const handlers = {
  initialize: () => ({ capabilities: {} }),
  shutdown: () => null,
  exit: () => process.exit(0),
  'textDocument/didOpen': ({ textDocument: { uri, text } }) => {
    texts.set(uri, text);
    if (way === 'publish') publish(uri);
  },
  'textDocument/didChange': ({ textDocument: { uri }, contentChanges: [{ text }] }) => texts.set(uri, text),
  'textDocument/didClose': ({ textDocument: { uri } }) => {
    texts.delete(uri);
    if (way === 'publish') setTimeout(() => publish(uri), 30);
  },
  'textDocument/diagnostic': ({ textDocument: { uri } }) => ({ items: diagnosticsOf(uri) }),
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
    appendFileSync(log, `${method}\n`);
    const result = handlers[method]?.(params);
    if (id !== undefined) send({ id, result: result ?? null });
  }
});
