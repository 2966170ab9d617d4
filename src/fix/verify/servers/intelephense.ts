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
  disk: 'told',
  readyWhen: 'indexingEnded',
  initializationOptions: (storage) => ({ storagePath: storage, globalStoragePath: storage, clearCache: false }),
  // Of the functions of PHP and its extensions, one letter alone begins more than a thousand.
  settings: { intelephense: { telemetry: { enabled: false }, completion: { maxItems: 3000 } } },
};
