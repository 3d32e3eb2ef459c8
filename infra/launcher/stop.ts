import { serverNames } from '../native/server.js';
import { chooseProvider } from './provider.js';
import { appNames, localSettings } from './settings.js';
import { stopAll } from './supervision.js';

/** `npm stop`: apps, then servers. The data stays. */
export async function stop(): Promise<void> {
  const settings = localSettings();
  const stopped = await stopAll(settings, [...appNames.toReversed(), ...serverNames]);
  const { provider } = await chooseProvider();
  await provider.stop(settings);
  console.log(stopped.length === 0 ? 'Nothing was running.' : 'Stopped. The data stays in .data/.');
}
