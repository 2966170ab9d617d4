/** The host of one Neovim: puts its parts together and gives each message to the part that it is for. */
import { fileURLToPath } from 'node:url';
import { draftsOf } from '../complete/draft/source.ts';
import { createInstantWorker } from '../complete/embedded/client.ts';
import { createEmbedded, type Document as EmbeddedDocument } from '../complete/embedded/embedded.ts';
import { parseOptions } from '../config/parse.ts';
import { type Options, optionsSchema } from '../config/schema.ts';
import { createContextWorker } from '../context/worker/client.ts';
import { createSyntax, grammarsFolder } from '../syntax/block-reader.ts';
import { languageOf } from '../syntax/registry.ts';
import { Backends } from './backends.ts';
import { Projects } from './context.ts';
import { DraftPair } from './draft-pair.ts';
import { type Client, editorOf } from './editor.ts';
import { Exports } from './exports.ts';
import type { Fixes } from './fixes.ts';
import { type Log, stackOf } from './log.ts';
import { dispatch, type Handlers } from './messages.ts';
import { Mirror } from './mirror.ts';
import { Notices } from './notices.ts';
import { Session } from './session.ts';
import { StatusLine } from './status.ts';

/** Of all messages to us: the stock remote-plugin host leaves notifications alone that start with `nvim_`. */
export const METHOD = 'nvim_fim';

/** Serves `nvim` until it is gone. `isExact`: see `Editor`. */
export function serve(nvim: Client, log: Log, { version, isExact }: { version: string; isExact: boolean }): void {
  const editor = editorOf(nvim, isExact);
  const projects = new Projects({
    create: (documents) =>
      createContextWorker({ script: besides('context.cjs'), documents, log: (text) => log.error(text) }),
    options: () => options,
    log: (text) => log.error(text),
  });
  const mirror = new Mirror(editor, {
    changed: (document, event) => projects.changed(document, event),
    forgot: (buf) => projects.forget(buf),
  });
  const notices = new Notices(editor, log);
  const status = new StatusLine(editor);
  let options: Options = optionsSchema.parse({});
  /** As the user gave them. */
  let given: unknown = {};

  const embedded = createEmbedded({
    service: createInstantWorker({ script: besides('instant.cjs'), log: (text) => log.error(text) }),
    documents: () => openDocuments(mirror),
    options: () => options,
  });
  const backends = new Backends(options, {
    embedded,
    env: process.env,
    now: () => performance.now(),
    trouble: (error) => {
      notices.tell(error);
      status.rest(backends.trouble ?? error, backends.standIn);
    },
    byHand: () => notices.forget(),
    works: ({ backend, model }) => {
      // Of several servers one may still be in the trouble that the user knows of.
      if (backends.trouble === undefined) notices.forget();
      log.info(`${backend.name} at ${backend.place}: ${model}`);
      status.set({ state: 'idle', backend: backend.name, model, place: backend.place, detail: '' });
    },
  });
  const syntax = createSyntax(grammarsFolder());
  const drafts = draftsOf(embedded);
  const pair = new DraftPair({ tell: (error) => notices.tell(error), now: () => performance.now() });
  const session = new Session({
    editor,
    mirror,
    backends,
    drafts,
    pair,
    syntax,
    projects,
    status,
    log,
    options: () => options,
  });

  /** What a model was asked for last. */
  let isFixLast = false;
  let fixes: Promise<Fixes> | undefined;
  /** Loaded when the first repair is wanted: most sessions have none. */
  const repairs = (): Promise<Fixes> => {
    fixes ??= import('./fixes.ts').then(
      (loaded) =>
        new loaded.Fixes({
          editor,
          options: () => options,
          env: process.env,
          grammarsDir: grammarsFolder(),
          log,
          lookup: (document, request, signal) => projects.lookup(document, request, signal),
        }),
    );
    return fixes;
  };

  const exports = new Exports({
    editor,
    script: () => besides('export.cjs'),
    options: () => given,
    log: (text) => log.error(text),
  });

  const handlers: Handlers = {
    setup(message) {
      const parsed = parseOptions(message.options);
      options = parsed.options;
      given = message.options;
      log.open(message.log, options.logLevel);
      for (const problem of parsed.problems) notices.tell(problem);
      session.drop();
      session.forget();
      projects.restart();
      embedded.forget();
      backends.configure(options);
      pair.configure(options);
      backends.warmUp();
      log.info(`host ${version}, node ${process.version}, backend ${String(options.backend)}`);
      editor.tell('ready', { version, node: process.version });
      status.tell();
    },
    attach: async (message) => {
      mirror.attach(message);
      const language = languageOf(message);
      // Until it is there, and where it can't be had, blocks are read by their indentation.
      if (language !== undefined) await syntax.load(language).catch((error: unknown) => log.error(stackOf(error)));
      // The first key is to find it at work already; what is wrong with it is told elsewhere.
      if (options.instantDrafts) await embedded.settled().catch(() => undefined);
    },
    detach({ buf }) {
      session.drop(buf);
      mirror.detach(buf);
    },
    complete: (message) => {
      isFixLast = false;
      return session.complete(message);
    },
    advance: (message) => session.advance(message),
    cycle: (message) => session.cycle(message),
    cancel: ({ id }) => session.cancel(id),
    accepted: (message) => session.accepted(message),
    saved: ({ buf }) => {
      const path = mirror.get(buf)?.info.path ?? '';
      if (path !== '') embedded.saved(path);
      projects.saved(buf);
    },
    fix: async (message) => {
      isFixLast = true;
      await (await repairs()).fix(message);
    },
    fix_known: async (message) => (await repairs()).known(message),
    fix_other: async (message) => (await repairs()).other(message),
    fix_taken: async ({ id }) => (await repairs()).ended(id),
    fix_dropped: async ({ id }) => (await repairs()).ended(id),
    fix_cancel: async ({ id }) => (await repairs()).cancel(id),
    export: (message) => exports.start(message),
    export_go: ({ id }) => exports.go(id),
    export_cancel: ({ id }) => exports.cancel(id),
    context: async () => {
      const repair = (await fixes)?.explain() ?? '';
      const texts = isFixLast ? [repair, session.explain()] : [session.explain(), repair];
      editor.tell('context', { text: texts.filter((text) => text !== '').join('\n\n') });
    },
    probe: async () => {
      const loaded = await repairs();
      const [probe, verifiers] = await Promise.all([backends.probe(), loaded.running()]);
      editor.tell('probe', { ...probe, verifiers, servers: loaded.servers() });
    },
    stop() {
      void fixes?.then((running) => running.dispose());
      exports.dispose();
      session.drop();
      mirror.clear();
      projects.dispose();
      backends.dispose();
      pair.dispose();
    },
  };

  nvim.on('notification', (method: string, args: unknown[]) => {
    if (method !== METHOD) return;
    // Nothing may be thrown from here: it would leave node-client deaf.
    dispatch(handlers, args).catch((error: unknown) => log.error(stackOf(error)));
  });
  nvim.on('disconnect', () => {
    session.drop();
    void fixes?.then((running) => running.dispose());
    projects.dispose();
    backends.dispose();
    exports.dispose();
    pair.dispose();
    embedded.dispose();
  });
}

/** The workers' bundles stand beside the host's. */
function besides(name: string): string {
  return fileURLToPath(new URL(`./${name}`, import.meta.url));
}

function* openDocuments(mirror: Mirror): Iterable<EmbeddedDocument> {
  for (const { info, lines, version } of mirror.documents()) {
    yield { path: info.path, filetype: info.filetype, lines, version };
  }
}
