import { byId, complain, make } from '../dom.ts';
import { recordedFetch } from '../fetch.ts';
import { openLog } from '../log-view.ts';
import { readSettings } from '../settings.ts';
import { showAbout, showState, showTrouble } from '../state.ts';
import { wordsFor } from '../words.ts';
import { createH5, type H5, LoggedOut, type Measurement } from './api.ts';
import { showList } from './list.ts';
import { showOwnReport } from './own-report.ts';
import { fullParts, reportParts } from './report.ts';

const WHO = '用户';

/** Shows the report that a link shares, or the measurements of whoever is logged in. */
const main = async (): Promise<void> => {
  const { apps } = await readSettings();
  const log = openLog({ request: '请求', wechat: '微信' });
  const h5 = createH5(recordedFetch(log), WHO);
  const address = new URL(location.href);
  showAbout(apps.h5);

  const token = address.searchParams.get('share');
  if (token) return showShared(h5, token);

  // A login leads back here with `random`; it says nothing and would go along with bookmarks.
  if (address.searchParams.has('random')) {
    log.add({ who: WHO, kind: 'wechat', way: '←', name: '网页授权', received: { back: location.href } });
    address.searchParams.delete('random');
    history.replaceState(null, '', address);
  }
  try {
    showUser(h5, await h5.list());
  } catch (error) {
    if (!(error instanceof LoggedOut)) throw error;
    showLogin(error);
  }
};

const showShared = async (h5: H5, token: string): Promise<void> => {
  byId('own').hidden = true;
  document.querySelector('main')?.classList.add('shared');
  showState('live', ['分享的报告', 'shared']);
  const report = await h5.sharedReport(token).catch((error: Error) => error);
  const parts =
    report instanceof Error
      ? [make('p', { class: 'empty' }, wordsFor(report))]
      : [...reportParts(report), ...fullParts(report)];
  byId('report').replaceChildren(...parts);
};

const showLogin = ({ redirect }: LoggedOut): void => {
  showState('lost', ['未登录', 'not logged in']);
  byId('login').hidden = false;
  byId('measurements').replaceChildren();
  byId<HTMLAnchorElement>('login-link').href = redirect;
};

const showUser = (h5: H5, list: Measurement[]): void => {
  let measurements = list;
  let chosen: number | undefined;
  showState('live', ['已登录', 'logged in']);

  const show = () => showList(measurements, chosen, choose);
  const readList = async (): Promise<void> => {
    measurements = await h5.list();
    show();
  };
  const open = async (id: number): Promise<void> => {
    const report = await h5.report(id);
    chosen = id;
    show();
    const measurement = measurements.find(({ record_id }) => record_id === id) as Measurement;
    const paid = async () => {
      await readList();
      await open(id);
    };
    showOwnReport(h5, report, measurement, { paid, noted: readList });
  };
  const choose = (id: number): void => {
    open(id).then(
      () => {
        byId('report').scrollTop = 0;
        byId('report-title').scrollIntoView();
      },
      (error) => (error instanceof LoggedOut ? showLogin(error) : complain(error)),
    );
  };
  show();
};

main().catch((error) => showTrouble(wordsFor(error)));
