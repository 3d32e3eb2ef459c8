import { get } from './system.js';

/** A transfer as it was asked for; amounts in minor units. */
export interface Command {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly amountMinor: number;
}

/** How many transfers are looked up at a time. */
const AT_ONCE = 16;

/** What callers were told, to be held against what the system shows when all is over. */
export class Journal {
  readonly posted: Command[] = [];
  readonly refused: Command[] = [];
  /** Sent at least once and never answered for good: may be there or not, but not twice. */
  readonly unanswered = new Set<Command>();
  /** Times a command was sent again, and how many of those the ledger had recorded already. */
  repeats = 0;
  replays = 0;

  /** Everything that is not as it was answered, in words; empty when all is well. */
  async differences(): Promise<string[]> {
    const differences: string[] = [...this.unanswered].map(({ id }) => `${id} was never answered`);
    await inParallel(this.posted, async (command) => {
      const { status, body } = await get(`/v1/transfers/${command.id}`);
      const leg = (body as { legs?: { from: string; to: string; amount: string }[] }).legs?.[0];
      const shown = leg && `${leg.from} to ${leg.to} ${leg.amount}`;
      if (status !== 200 || shown !== `${command.from} to ${command.to} ${decimal(command.amountMinor)}`)
        differences.push(`${command.id} was acknowledged and is shown as ${status} ${shown ?? ''}`);
    });
    await inParallel(this.refused, async ({ id }) => {
      const { status } = await get(`/v1/transfers/${id}`);
      if (status !== 404) differences.push(`${id} was refused and is shown as ${status}`);
    });
    // Ids are found once however often money moved; the sums tell.
    await inParallel([...this.balances()], async ([account, minor]) => {
      const { body } = await get(`/v1/accounts/${account}/balance`);
      const { posted } = body as { posted?: string };
      if (posted !== decimal(minor))
        differences.push(`${account} has ${posted}, the acknowledged transfers make ${decimal(minor)}`);
    });
    return differences;
  }

  private balances(): Map<string, number> {
    const balances = new Map<string, number>();
    const add = (account: string, minor: number) =>
      balances.set(account, (balances.get(account) ?? 0) + minor);
    for (const { from, to, amountMinor } of this.posted) {
      add(from, -amountMinor);
      add(to, amountMinor);
    }
    return balances;
  }
}

export function decimal(minor: number): string {
  const digits = String(Math.abs(minor)).padStart(3, '0');
  return `${minor < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const item of left) await work(item);
    }),
  );
}
