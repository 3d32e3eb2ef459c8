import { statementMonth } from './statement-month.js';

describe('the month of a statement', () => {
  it.each(['1900-01', '1993-03', '2299-12'])('may be %s', (month) => {
    expect(statementMonth(month)).toBe(month);
  });

  it.each(['', '1899-12', '2300-01', '2026-00', '2026-13', '2026-1', '2026-01-01', '202601', 'now'])(
    'may not be %p',
    (month) => {
      expect(() => statementMonth(month)).toThrow(
        expect.objectContaining({ errors: [expect.objectContaining({ pointer: '/path/month' })] }),
      );
    },
  );
});
