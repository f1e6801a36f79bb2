import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ReportItem } from '../../lib/h5/engine.ts';
import { chosenEngine } from '../../lib/h5/engines.ts';
import { MERIDIANS, type Measurement } from '../../lib/h5/measurement.ts';
import { profileOf } from '../../lib/h5/profile.ts';
import { rules } from '../../lib/h5/rules/rules.ts';

afterEach(() => void vi.unstubAllEnvs());

const user = profileOf({ nickname: '小明', sex: 1 });
const steady: Measurement = {
  ...{ record_id: 1, openid: 'o', cid: 0, transaction_no: '', heart_rate: 72, app_heart_rate: 72 },
  ...{ c0: 0, c1: 0, c2: 0, c3: 0, c4: 0, c5: 0, c6: 0, c7: 0 },
  ...{ finger: 1, record_type: 0, remark: '', created_at: 0, tags: [], has_paid: true },
};
const contentOf = (more: Partial<Measurement>) => rules({ ...steady, ...more }, user).content;
const keys = (items: ReportItem[]) => items.map(({ key }) => key);

const strength = fc.double({ min: -10, max: 10, noNaN: true });
const measurement = fc
  .record({
    ...Object.fromEntries(MERIDIANS.map((name) => [name, strength])),
    heart_rate: fc.integer({ min: 20, max: 300 }),
  })
  .map((values) => ({ ...steady, ...values }) as Measurement);

describe('the engine "rules"', () => {
  it('writes a complete report of whatever was measured, and the same of the same', () => {
    const item = expect.objectContaining({
      key: expect.stringMatching(/./),
      label: expect.stringMatching(/./),
      content: expect.stringMatching(/./),
    });
    fc.assert(
      fc.property(measurement, (one) => {
        const before = structuredClone(one);
        const report = rules(one, user);
        const { content } = report;
        const lists = Object.values(content).filter(Array.isArray) as ReportItem[][];

        expect(lists).toHaveLength(9);
        for (const list of lists) {
          expect(list).toEqual(list.map(() => item));
          expect(list.length).toBeGreaterThan(0);
          expect(new Set(keys(list)).size).toBe(list.length);
        }
        expect(Object.values(content.physical_therapy_explain)).toEqual([item, item, item, item]);
        expect(keys(content.channels_and_collaterals_strength)).toEqual(MERIDIANS);
        expect(rules(one, user)).toEqual(report);
        expect(one).toEqual(before);
      }),
    );
  });

  it('always says that it is no medical advice, where everyone reads it', () => {
    fc.assert(
      fc.property(measurement, (one) => {
        expect(rules(one, user).content.lead.at(-1)?.content).toContain('不是医疗建议');
      }),
    );
  });

  it('names the meridians, and how strong each is', () => {
    const values = { c0: -10, c1: -6, c2: -3.01, c3: -3, c4: 2.99, c5: 3, c6: 5.99, c7: 6 };

    expect(
      contentOf(values).channels_and_collaterals_strength.map(({ label, content }) => [label, content]),
    ).toEqual([
      ['心包经', '虚弱'],
      ['肝经', '偏弱'],
      ['肾经', '偏弱'],
      ['脾经', '平和'],
      ['肺经', '平和'],
      ['胃经', '偏强'],
      ['胆经', '偏强'],
      ['膀胱经', '亢盛'],
    ]);
    expect(contentOf({ c7: 10 }).channels_and_collaterals_explains[7]).toMatchObject({
      key: 'c7',
      label: '膀胱经亢盛',
      content: expect.stringContaining('肩背紧张'),
    });
  });

  it.each([
    [{}, ['balanced', 'heart_rate_usual', 'disclaimer']],
    [{ heart_rate: 59 }, ['balanced', 'heart_rate_slow', 'disclaimer']],
    [{ heart_rate: 60 }, ['balanced', 'heart_rate_usual', 'disclaimer']],
    [{ heart_rate: 100 }, ['balanced', 'heart_rate_usual', 'disclaimer']],
    [{ heart_rate: 101 }, ['balanced', 'heart_rate_fast', 'disclaimer']],
    [{ c0: 5, c1: -5 }, ['uneven', 'heart_rate_usual', 'disclaimer']],
  ])('leads with the whole and the heart rate: %j', (more, lead) => {
    expect(keys(contentOf(more).lead)).toEqual(lead);
  });

  it('finds what belongs together', () => {
    const content = contentOf({ c1: 4, c3: -4, c4: -4, c2: -4 });

    expect(keys(content.constitution_differentiation_explains)).toEqual(['qi_deficiency', 'yang_deficiency']);
    expect(keys(content.syndrome_differentiation_explains)).toEqual(['liver_spleen']);
    expect(keys(content.tags)).toEqual(['tense', 'cold', 'digestion']);
    expect(content.physical_therapy_explain).toMatchObject({ f0: { key: 'warm' }, f2: { key: 'taichong' } });
    expect(keys(contentOf({}).tags)).toEqual(['balanced']);
  });
});

describe('H5_ENGINE', () => {
  it('chooses the engine by its name', () => {
    expect(chosenEngine()).toBe(rules);
  });

  it.each(['nobody', 'toString'])('says so when there is no engine %s', (name) => {
    vi.stubEnv('H5_ENGINE', name);

    expect(() => chosenEngine()).toThrow(`H5_ENGINE is "${name}"; there is: rules`);
  });
});
