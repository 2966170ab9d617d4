/** intelephense, for PHP. */
import type { ServerSpec } from '../server-spec.ts';

export const intelephense: ServerSpec = {
  id: 'intelephense',
  name: 'intelephense',
  clients: ['intelephense'],
  languages: { php: 'php' },
  commands: [['intelephense', '--stdio']],
  // A change is looked at after a second, an opened text at once.
  way: 'publish',
  readyWhen: 'indexingEnded',
  initializationOptions: (storage) => ({ storagePath: storage, globalStoragePath: storage, clearCache: false }),
  settings: { intelephense: { telemetry: { enabled: false } } },
};
