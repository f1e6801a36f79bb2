import { both, byId, make, onPress, work } from '../dom.ts';
import { timeOf } from '../time.ts';
import { say } from '../toast.ts';
import type { H5, Measurement, Report } from './api.ts';
import { fullParts, reportParts } from './report.ts';

/** What the user does to a measurement, and what is to be read again then. */
type Changes = {
  /** The report says more. */
  paid(): Promise<void>;
  noted(): Promise<void>;
};

/** Shows a report to the one whose it is: they can pay for it, note something beside it, and share it. */
export const showOwnReport = (h5: H5, report: Report, measurement: Measurement, changes: Changes): void => {
  const { record_id, created_at } = measurement;
  byId('report').replaceChildren(
    ...reportParts(report, created_at),
    ...(report.show_full_report ? fullParts(report) : [payBox(h5, record_id, changes)]),
    remarkForm(h5, measurement, changes),
    shareBox(h5, record_id),
  );
};

const payBox = (h5: H5, id: number, { paid }: Changes): Node => {
  const button = make('button', { type: 'button', class: 'main', id: 'pay' }, ...both('支付', 'pay'));
  onPress(button, async () => {
    await h5.pay(id);
    await paid();
    say('已支付，完整报告打开了 · paid');
  });
  return make(
    'div',
    { class: 'pay' },
    make('h3', {}, '完整报告'),
    make('p', {}, '经络解读、体质倾向、证候、影响因素和调理建议'),
    button,
    make('p', { class: 'soft' }, ...both('演示，不收钱', 'no money is asked')),
  );
};

const remarkForm = (h5: H5, { record_id, remark }: Measurement, { noted }: Changes): Node => {
  const input = make('input', {
    type: 'text',
    id: 'remark',
    maxlength: '500',
    value: remark,
    placeholder: '如：饭后',
  });
  const button = make('button', { type: 'submit', id: 'save-remark' }, ...both('保存', 'save'));
  const submit = (event: Event) => {
    event.preventDefault();
    work(button, async () => {
      await h5.remark(record_id, input.value.trim());
      await noted();
      say('备注已保存 · saved');
    });
  };
  const label = make('label', { for: 'remark' }, ...both('备注', 'remark'));
  return make('form', { class: 'remark', autocomplete: 'off', submit }, label, input, button);
};

const shareBox = (h5: H5, id: number): Node => {
  const links = make('ul', { class: 'links' });
  const share = make('button', { type: 'button', id: 'share' }, ...both('生成分享链接', 'share'));
  const revoke = make(
    'button',
    { type: 'button', id: 'revoke', class: 'quiet' },
    ...both('全部撤销', 'revoke all'),
  );
  onPress(share, async () => {
    const { token, expires_at } = await h5.share(id);
    links.prepend(linkTo(token, expires_at));
  });
  onPress(revoke, async () => {
    await h5.endShares(id);
    links.replaceChildren();
    say('链接都打不开了 · no link is good any more');
  });
  return make(
    'section',
    { class: 'part share' },
    make('h3', {}, '分享', make('span', { lang: 'en' }, 'a link for anyone')),
    make('div', { class: 'actions' }, share, revoke),
    links,
  );
};

const linkTo = (token: string, expires: string): Node => {
  const href = `${location.origin}${location.pathname}?share=${token}`;
  const link = make('a', { href, target: '_blank', rel: 'noopener' }, href);
  return make('li', {}, link, make('span', { class: 'soft' }, `${timeOf(expires)} 前有效`));
};
