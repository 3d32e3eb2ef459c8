import Type from 'typebox';
import { ConfigError, loadConfig, withoutSecrets } from './load-config.js';

const schema = Type.Object({
  PORT: Type.Integer({ default: 3000, minimum: 0 }),
  URL: Type.String(),
  VERBOSE: Type.Boolean({ default: false }),
});

describe('loadConfig', () => {
  it('takes what is set and defaults for the rest', () => {
    expect(loadConfig(schema, { URL: 'redis://x', PORT: '' })).toEqual({
      PORT: 3000,
      URL: 'redis://x',
      VERBOSE: false,
    });
  });

  it('names everything that is wrong at once', () => {
    const load = () => loadConfig(schema, { PORT: 'many', VERBOSE: 'maybe' });
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(/PORT.*VERBOSE.*|VERBOSE.*PORT.*/);
    expect(load).toThrow(/URL is not set/);
  });

  it('does not take a blank for the number 0', () => {
    expect(() => loadConfig(schema, { URL: 'x', PORT: ' ' })).toThrow(/PORT/);
  });
});

describe('withoutSecrets', () => {
  it('leaves out user and password of URLs', () => {
    expect(withoutSecrets({ A: 'postgres://me:pw@host/db', PORT: 1 })).toEqual({
      A: 'postgres://***@host/db',
      PORT: 1,
    });
  });
});
