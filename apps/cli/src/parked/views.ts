import type { ReadModel } from '@trine/event-bus';
import { copiesOf, viewNames, type ViewName } from '../copies.js';
import type { CliConfig } from '../config.js';
import { CommandFailure, EXIT } from '../failure.js';

/**
 * Does `work` with the live copy of each view, or of the one that is named.
 * @throws CommandFailure for a name that is no view's, or a store that does not answer
 */
export async function withViews(
  config: CliConfig,
  name: string | undefined,
  work: (view: ReadModel) => Promise<void>,
): Promise<void> {
  if (name !== undefined && !viewNames.some((known) => known === name))
    throw new CommandFailure(`There is no view ${name}: take one of ${viewNames.join(', ')}`, EXIT.usage);
  for (const view of viewNames) if (name === undefined || name === view) await withView(config, view, work);
}

async function withView(
  config: CliConfig,
  name: ViewName,
  work: (view: ReadModel) => Promise<void>,
): Promise<void> {
  const copies = copiesOf(name, config);
  try {
    const view = await copies.openLive().catch((error: Error) => {
      throw new CommandFailure(`The store of ${name} does not answer: ${error.message}`);
    });
    await work(view).finally(() => view.close());
  } finally {
    await copies.close();
  }
}
