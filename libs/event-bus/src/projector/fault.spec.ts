import { faultOf } from './fault.js';

describe('what is logged of an error', () => {
  it('is its name and message', () => {
    expect(faultOf(new TypeError('no such thing'))).toEqual({ fault: 'TypeError', message: 'no such thing' });
  });

  it('is not what a store quotes of a row that it refused', () => {
    const error = Object.assign(new Error("Cannot parse 'Božena Němcová'"), {
      type: 'CANNOT_PARSE_INPUT_ASSERTION_FAILED',
      code: '27',
    });
    expect(faultOf(error)).toEqual({ fault: 'CANNOT_PARSE_INPUT_ASSERTION_FAILED', message: 'code 27' });
  });
});
