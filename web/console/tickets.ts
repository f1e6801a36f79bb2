import { both, byId, make, work } from './dom.ts';

/** An open number on the seller's phone. They are listed by `order`. */
export type Ticket = { marchSn: number; noteContent: string | null; isCalled: boolean; order: number };

type Acts = { call(marchSn: number): Promise<void>; done(marchSn: number): Promise<void> };
type Row = { element: HTMLLIElement; update(ticket: Ticket): void };

/** The list of open numbers. A row stays what it is while its number is open, so that no click falls between two. */
export const createTickets = (acts: Acts): { show(tickets: Ticket[]): void } => {
  const rows = new Map<number, Row>();

  const rowOf = (marchSn: number): Row => {
    const row = rows.get(marchSn) ?? makeRow(marchSn, acts);
    rows.set(marchSn, row);
    return row;
  };

  return {
    show: (tickets) => {
      const sorted = tickets.toSorted((a, b) => a.order - b.order || a.marchSn - b.marchSn);
      const open = new Set(tickets.map(({ marchSn }) => marchSn));
      for (const [marchSn, { element }] of rows) {
        if (open.has(marchSn)) continue;
        element.remove();
        rows.delete(marchSn);
      }
      const list = byId('tickets');
      sorted.forEach((ticket, i) => {
        const { element, update } = rowOf(ticket.marchSn);
        update(ticket);
        if (list.children[i] !== element) list.insertBefore(element, list.children[i] ?? null);
      });
      byId('no-tickets').hidden = tickets.length > 0;
    },
  };
};

const makeRow = (marchSn: number, { call, done }: Acts): Row => {
  const note = make('span', { class: 'note' });
  const callButton = make('button', { type: 'button', class: 'call' });
  const doneButton = make('button', { type: 'button', class: 'done' }, ...both('完成', 'done'));
  callButton.addEventListener('click', () => work(callButton, () => call(marchSn)));
  doneButton.addEventListener('click', () => work(doneButton, () => done(marchSn)));
  const number = make('b', {}, String(marchSn));
  const element = make('li', { 'data-number': String(marchSn) }, number, note, callButton, doneButton);

  return {
    element,
    update: ({ noteContent, isCalled }) => {
      element.dataset.state = isCalled ? 'called' : noteContent === null ? 'fetched' : 'noted';
      if (noteContent === null) note.replaceChildren(...both('还没有备注', 'no note yet'));
      else note.textContent = noteContent;
      callButton.replaceChildren(...(isCalled ? both('再叫', 'recall') : both('叫号', 'call')));
    },
  };
};
