/** The host of one Neovim: puts its parts together and gives each message to the part that it is for. */
import { parseOptions } from '../config/parse.ts';
import { type Options, optionsSchema } from '../config/schema.ts';
import { createEmbedded, type Document as EmbeddedDocument, projectFiles } from '../model/embedded/embedded.ts';
import { Backends } from './backends.ts';
import { type Client, editorOf } from './editor.ts';
import type { Log } from './log.ts';
import { dispatch, type Handlers } from './messages.ts';
import { Mirror } from './mirror.ts';
import { Notices } from './notices.ts';
import { Session } from './session.ts';
import { StatusLine } from './status.ts';

/** Of all messages to us: the stock remote-plugin host leaves notifications alone that start with `nvim_`. */
export const METHOD = 'nvim_fim';

/** Starts to serve `nvim`. `stop` ends the work when Neovim asks for it. */
export function serve(nvim: Client, log: Log, version: string): { stop: () => void } {
  const editor = editorOf(nvim);
  const mirror = new Mirror(editor);
  const notices = new Notices(editor, log);
  const status = new StatusLine(editor);
  let options: Options = optionsSchema.parse({});

  const embedded = createEmbedded({
    documents: () => openDocuments(mirror),
    files: (...request) => projectFiles({ secretFiles: options.secretFiles })(...request),
  });
  const backends = new Backends(options, {
    embedded,
    env: process.env,
    now: () => performance.now(),
    trouble: (error) => {
      notices.tell(error);
      status.rest(error, options.backend);
    },
    works: ({ backend, model }) => {
      notices.forget();
      log.info(`${backend.name} at ${backend.place}: ${model}`);
      status.set({ state: 'idle', backend: backend.name, model, place: backend.place, detail: '' });
    },
  });
  const session = new Session({ editor, mirror, backends, status, log, options: () => options });

  const stop = (): void => {
    session.drop();
    embedded.dispose();
  };

  const handlers: Handlers = {
    setup(message) {
      const parsed = parseOptions(message.options);
      options = parsed.options;
      log.open(message.log, options.logLevel);
      for (const problem of parsed.problems) notices.tell(problem);
      session.drop();
      backends.configure(options);
      backends.warmUp();
      log.info(`host ${version}, node ${process.version}, backend ${options.backend}`);
      editor.tell('ready', { version, node: process.version });
    },
    attach: (message) => mirror.attach(message),
    detach({ buf }) {
      session.drop(buf);
      mirror.detach(buf);
    },
    complete: (message) => void session.complete(message),
    advance: (message) => void session.advance(message),
    cycle: (message) => void session.cycle(message),
    cancel: ({ id }) => session.cancel(id),
    accepted: ({ id, bytes, all }) => log.debug(`request ${id}: ${bytes} bytes accepted${all ? '' : ' (a part)'}`),
    saved: () => embedded.refresh(),
    probe: () => void backends.probe().then((found) => editor.tell('probe', found)),
    stop,
  };

  nvim.on('notification', (method: string, args: unknown[]) => {
    if (method !== METHOD) return;
    const problem = dispatch(handlers, args);
    if (problem !== undefined) log.error(problem);
  });
  nvim.on('disconnect', stop);
  return { stop };
}

function* openDocuments(mirror: Mirror): Iterable<EmbeddedDocument> {
  for (const { info, lines, version } of mirror.documents()) {
    yield { path: info.path, filetype: info.filetype, lines, version };
  }
}
