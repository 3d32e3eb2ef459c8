import { mongo } from 'mongoose';
import { askTwice } from './find.js';

const broken = new mongo.MongoNetworkError('connection closed');
const refused = new mongo.MongoServerError({ message: 'unknown operator', code: 2 });

/** Answers of one question after another: an error is thrown. */
function answering(...answers: unknown[]) {
  let asked = 0;
  const ask = async () => {
    const answer = answers[asked++];
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { ask, asked: () => asked };
}

it.each([broken, new mongo.MongoServerError({ message: 'recovering', code: 13436 })])(
  'asks once more after what is over in a moment: %s',
  async (passing) => {
    expect(await askTwice(answering(passing, 'page').ask)).toBe('page');
    await expect(askTwice(answering(passing, passing, 'page').ask)).rejects.toBe(passing);
  },
);

it('asks no more after a refusal', async () => {
  const { ask, asked } = answering(refused, 'page');
  await expect(askTwice(ask)).rejects.toBe(refused);
  expect(asked()).toBe(1);
});
