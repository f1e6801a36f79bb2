import { afterEach, expect, it, vi } from 'vitest';
import { describeError, log } from '../../lib/log.ts';

afterEach(() => void vi.restoreAllMocks());

it.each(['info', 'warn', 'error'] as const)('writes one line of JSON at the level %s', (level) => {
  const written = vi.spyOn(console, level).mockImplementation(() => undefined);

  log(level, 'session not extended', { requestId: 'r', reason: 'two\nlines' });

  expect(written.mock.calls).toEqual([
    [`{"level":"${level}","message":"session not extended","requestId":"r","reason":"two\\nlines"}`],
  ]);
});

it('describes an error without the data that it carries', () => {
  const error = Object.assign(new RangeError('too far', { cause: new Error('why') }), { secret: 's3cret' });

  expect(describeError(error)).toEqual({
    error: 'RangeError',
    reason: 'too far',
    stack: error.stack,
    cause: 'Error: why',
  });
  expect(describeError(new Error('alone'))).not.toHaveProperty('cause');
});

it('describes what is no error', () => {
  expect(describeError('text')).toEqual({ error: 'text' });
  expect(describeError(undefined)).toEqual({ error: 'undefined' });
});
