import { both, byId, make } from './dom.ts';
import type { Entry, Kind } from './entry.ts';
import { brief, pretty, shorten } from './json.ts';
import { createLog, type Log } from './log.ts';
import { say } from './toast.ts';

type Row = { entry: Entry; element: HTMLLIElement; draw(): void };

/** What a page calls the kinds of entries that it has. */
type Kinds = Partial<Record<Kind, string>>;

const MOST_ENTRIES = 200;

/** Makes a log and shows it. */
export const openLog = (kinds: Kinds): Log => {
  const log = createLog(MOST_ENTRIES, createLogView(kinds));
  byId('clear-log').addEventListener('click', log.clear);
  return log;
};

/** Shows the log, the newest first, as far as it passes the filter. Returns what is told of every entry. */
const createLogView = (kinds: Kinds) => {
  const rows = new Map<number, Row>();
  let isWanted = (_: Entry): boolean => true;

  const filter = (): void => {
    let shown = 0;
    for (const { entry, element } of rows.values()) {
      element.hidden = !isWanted(entry);
      shown += element.hidden ? 0 : 1;
    }
    byId('no-log').hidden = shown > 0;
  };
  listenToFilter(kinds, (test) => {
    isWanted = test;
    filter();
  });

  return {
    added: (entry: Entry): void => {
      const row = makeRow(entry);
      rows.set(entry.id, row);
      byId('log').prepend(row.element);
      filter();
    },
    changed: (entry: Entry): void => {
      rows.get(entry.id)?.draw();
      filter();
    },
    removed: ({ id }: Entry): void => {
      rows.get(id)?.element.remove();
      rows.delete(id);
      filter();
    },
  };
};

/** Tells what the user wants to see, whenever that changes: one kind or all, with some words in it. */
const listenToFilter = (kinds: Kinds, changed: (test: (entry: Entry) => boolean) => void): void => {
  const buttons = Object.entries({ '': '全部', ...kinds }).map(([value, label]) =>
    make('button', { type: 'button', value, 'aria-pressed': String(value === '') }, label),
  );
  byId('kinds').replaceChildren(...buttons);
  const search = byId<HTMLInputElement>('search');
  let kind = '';

  const tell = (): void => {
    const words = search.value.trim().toLowerCase();
    changed((entry) => {
      const { who, name, sent, received } = entry;
      const text = JSON.stringify([who, name, sent, received]).toLowerCase();
      return (kind === '' || entry.kind === kind) && text.includes(words);
    });
  };
  search.addEventListener('input', tell);
  for (const button of buttons) {
    button.addEventListener('click', () => {
      kind = button.value;
      for (const other of buttons) other.setAttribute('aria-pressed', String(other === button));
      tell();
    });
  }
};

const makeRow = (entry: Entry): Row => {
  const summary = make('summary');
  const content = make('div', { class: 'content' });
  const details = make('details', {}, summary, content);
  const element = make('li', { 'data-kind': entry.kind }, details);

  const draw = (): void => {
    element.dataset.state = entry.state;
    summary.replaceChildren(...headOf(entry));
    if (details.open) content.replaceChildren(...contentOf(entry));
  };
  // What nobody looks at is not written out.
  details.addEventListener('toggle', draw);
  draw();
  return { entry, element, draw };
};

const headOf = (entry: Entry): Node[] => {
  const { who, way, name, times, status, ms, state } = entry;
  const facts = [times > 1 ? `×${times}` : '', status ?? '', ms === undefined ? '' : `${ms} ms`];
  return [
    make('time', {}, new Date(entry.at).toLocaleTimeString('en-GB')),
    make('span', { class: 'who', 'data-who': who.slice(0, 2) }, who),
    make('span', { class: 'way' }, way),
    make('b', {}, shorten(name)),
    make('span', { class: 'facts' }, state === 'pending' ? '…' : facts.filter(String).join(' ')),
    make('span', { class: 'brief' }, briefOf(entry)),
  ];
};

/** A refusal comes before what was asked: it is what the reader looks for. */
const briefOf = ({ sent, received, state }: Entry): string => {
  const [first, then, mark] = state === 'refused' ? [received, sent, ' ← '] : [sent, received, ' → '];
  return [brief(first), brief(then)].filter(String).join(mark);
};

const contentOf = ({ sent, received, curl, way }: Entry): Node[] => {
  const parts: Node[] = [];
  if (sent !== undefined) parts.push(make('h4', {}, ...both('发出', 'sent')), make('pre', {}, pretty(sent)));
  if (received !== undefined) {
    const title = way === '⇄' ? both('回答', 'answer') : both('收到', 'received');
    parts.push(make('h4', {}, ...title), make('pre', {}, pretty(received)));
  }
  if (curl) parts.push(copyButton(curl));
  return parts;
};

const copyButton = (curl: string): HTMLButtonElement => {
  const copy = async () => {
    await navigator.clipboard.writeText(curl);
    say('已复制 · copied');
  };
  const button = make('button', { type: 'button', class: 'quiet' }, ...both('复制为 curl', 'copy as curl'));
  button.addEventListener('click', () => {
    copy().catch(() => say('浏览器不让复制 · the browser does not let this page copy', 'bad'));
  });
  return button;
};
