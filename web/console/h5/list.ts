import { byId, make } from '../dom.ts';
import { timeOf } from '../time.ts';
import type { Measurement } from './api.ts';
import { sparkline } from './bars.ts';
import { valuesOf } from './meridians.ts';

/** Shows a user's measurements, one of them chosen. */
export const showList = (
  measurements: Measurement[],
  chosen: number | undefined,
  choose: (id: number) => void,
): void => {
  byId('no-measurements').hidden = measurements.length > 0;
  byId('measurements').replaceChildren(
    ...measurements.map((measurement) => {
      const { record_id, created_at, heart_rate, remark, has_paid } = measurement;
      const button = make(
        'button',
        { type: 'button', click: () => choose(record_id) },
        make('b', {}, timeOf(created_at)),
        make('span', { class: has_paid ? 'paid' : 'unpaid' }, has_paid ? '完整报告' : '未支付'),
        make('span', { class: 'soft' }, [`心率 ${heart_rate}`, remark].filter(String).join(' · ')),
        sparkline(valuesOf(measurement)),
      );
      if (record_id === chosen) button.setAttribute('aria-current', 'true');
      return make('li', { 'data-record': String(record_id) }, button);
    }),
  );
};
