import { BalancesReader } from '@trine/balances';
import { killRounds, serverUrl, untilEqual } from '@trine/event-bus/testing';
import { Redis } from 'ioredis';

/** The app keeps its view under plain keys: a database of its own keeps it from others'. */
const url = Object.assign(new URL(serverUrl('TRINE_REDIS_URL')), { pathname: '/15' }).href;

it('shows the balances after every transfer though the projector is killed again and again while they come', async () => {
  const redis = new Redis(url);
  await redis.flushdb();
  const reader = new BalancesReader({ url, onError: () => undefined });
  await reader.connect();
  // Balances and position are written in one step: there is no moment between them.
  await killRounds('balances-projector', { TRINE_REDIS_URL: url }, async ({ events }) => {
    const transfers = events.filter(({ type }) => type === 'EntryPosted').length / 2;
    const posted = async (id: string) => (await reader.balances([id])).get(id)?.posted;
    await untilEqual(() => posted('a'), `-${transfers / 100}.00`);
    await untilEqual(() => posted('b'), `${transfers / 100}.00`);
  });
  await redis.flushdb();
  await Promise.all([reader.close(), redis.quit()]);
}, 120_000);
