import { gather, writeTogether } from './gather.js';

const refused = new Error('refused');

describe('what is gathered', () => {
  it('is answered together when it comes in one turn, each with its own outcome', async () => {
    const rounds: number[][] = [];
    const half = gather(async (numbers: readonly number[]) => {
      rounds.push([...numbers]);
      return numbers.map((number) => (number % 2 === 0 ? number / 2 : refused));
    });
    const outcomes = await Promise.allSettled([half(2), half(3), Promise.resolve().then(() => half(4))]);
    expect(outcomes.map((outcome) => ('value' in outcome ? outcome.value : outcome.reason))).toEqual([
      1,
      refused,
      2,
    ]);
    await half(2);
    expect(rounds).toEqual([[2, 3, 4], [2]]);
  });

  it('fails together when the round fails, and the next round goes on', async () => {
    let away = true;
    const ask = gather(async (items: readonly string[]) => {
      if (away) throw new Error('away');
      return items;
    });
    const outcomes = await Promise.allSettled([ask('a'), ask('b')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    away = false;
    expect(await ask('a')).toBe('a');
  });

  it('is answered once, however often its round is closed', async () => {
    const sizes: number[] = [];
    let close = () => undefined as void;
    const ask = gather(
      async (items: readonly number[]) => {
        sizes.push(items.length);
        return items;
      },
      { schedule: (closeRound) => (close = closeRound) },
    );
    const asked = [ask(1), ask(2)];
    close();
    close();
    expect(await Promise.all(asked)).toEqual([1, 2]);
    expect(sizes).toEqual([2]);
  });

  it('is cut into rounds of the size that is allowed', async () => {
    const sizes: number[] = [];
    const ask = gather(
      async (items: readonly number[]) => {
        sizes.push(items.length);
        return items;
      },
      { max: 2 },
    );
    await Promise.all([1, 2, 3, 4, 5].map(ask));
    expect(sizes).toEqual([2, 2, 1]);
  });
});

describe('what is written together', () => {
  const writer = (error: Error) => {
    const written: number[][] = [];
    const write = async (items: readonly number[]) => {
      written.push([...items]);
      if (items.includes(13)) throw error;
    };
    return { written, write };
  };

  it('is written one by one when a part of it is refused, and only that part fails', async () => {
    const { written, write } = writer(refused);
    const outcomes = await writeTogether([1, 13, 2], write, () => true);
    expect(outcomes).toEqual([undefined, refused, undefined]);
    expect(written).toEqual([[1, 13, 2], [1], [13], [2]]);
  });

  it('fails from where there is nobody to write it to any more', async () => {
    const away = new Error('away');
    const written: number[][] = [];
    const write = async (items: readonly number[]) => {
      written.push([...items]);
      if (items.length > 1) throw refused;
      if (items[0] === 13) throw away;
    };
    expect(await writeTogether([1, 13, 2], write, (error) => error === refused)).toEqual([
      undefined,
      away,
      away,
    ]);
    expect(written).toEqual([[1, 13, 2], [1], [13]]);
  });

  it('fails as a whole, and is not tried again, when there is nobody to write it to', async () => {
    const { written, write } = writer(new Error('away'));
    await expect(writeTogether([1, 13, 2], write, () => false)).rejects.toThrow('away');
    expect(written).toEqual([[1, 13, 2]]);
  });
});
