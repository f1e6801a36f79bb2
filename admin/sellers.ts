import { readDishes } from '../lib/callme/menu.ts';
import { listTickets } from '../lib/callme/queue.ts';
import {
  balanceMon,
  countNoted,
  enrol,
  findEnrolment,
  isMobileNumber,
  listSellers,
  renew,
  setTimeZone,
} from '../lib/callme/sellers.ts';
import { Complaint } from '../local/complaint.ts';
import { command, type Group, UsageError } from './command.ts';
import { readCount } from './given.ts';
import { describeSeller, findSeller, paidDay, readZone } from './seller.ts';
import { list, table } from './table.ts';

const MOST_MONTHS = 120;
const WHICH = '<seller> is the phone number of a stall, or its id.';
const HEADLINE = ['id', 'telNum', 'sellerName', 'personName', 'balanceMon', 'paid until', 'bound'];

const listAll = command({
  usage: 'list',
  summary: 'lists the stalls',
  run: async () => {
    const sellers = await listSellers();
    const rows = sellers.map((seller) => {
      const { id, telNum, sellerName, personName, user } = seller;
      return [id, telNum, sellerName, personName, balanceMon(seller), paidDay(seller), user ? 'yes' : 'no'];
    });
    const text = list(HEADLINE, rows, 'There is no stall yet: sellers renew enrols one.');
    return { data: sellers.map(describeSeller), text };
  },
});

const show = command({
  usage: 'show <seller>',
  summary: 'shows all that is known of a stall',
  details: WHICH,
  run: async ({ seller: word }) => {
    const seller = await findSeller(word);
    const [tickets, notedTotal, dishes] = await Promise.all([
      listTickets(seller.id),
      countNoted(seller.id),
      readDishes(seller.id),
    ]);
    const data = {
      ...describeSeller(seller),
      openid: seller.user?.slice(seller.user.indexOf('#') + 1) ?? null,
      menuList: dishes.map(({ name }) => name),
      picture: seller.picture ?? null,
      qrcode: seller.qrcode ?? null,
      openTickets: tickets.length,
      notedTotal,
    };
    const shown = { ...data, bound: data.bound ? 'yes' : 'no', menuList: data.menuList.join(', ') };
    return { data, text: table(Object.entries(shown).map(([name, value]) => [name, String(value ?? '')])) };
  },
});

const renewOne = command({
  usage: 'renew <telNum> <months>',
  summary: 'adds months to a stall, and enrols an unknown phone number',
  details: `<telNum> is an 11-digit mainland mobile number, <months> 1 to ${MOST_MONTHS}.
Months are added to what is left, or to today when nothing is left.`,
  run: async ({ telNum, months }) => {
    if (!isMobileNumber(telNum)) throw new UsageError(`"${telNum}" is no 11-digit mainland mobile number`);
    const term = readCount('months', months, MOST_MONTHS);
    const enrolment = await findEnrolment(telNum);
    const enrolled = await enrol(enrolment, term);
    const seller = enrolled === 'known' ? await renew(enrolment, term) : enrolled;
    const who = `Stall ${seller.id} (${telNum}) is ${enrolled === 'known' ? '' : 'new and '}paid`;
    const text = `${who} until ${paidDay(seller)}: balanceMon ${balanceMon(seller)}.`;
    return { data: describeSeller(seller), text };
  },
});

const zone = command({
  usage: 'zone <seller> <zone>',
  summary: 'sets the time zone of a stall, which says when its business day begins',
  details: `${WHICH} <zone> is an IANA name such as Asia/Shanghai or Asia/Urumqi.
It takes effect at the seller's next login.`,
  run: async ({ seller: word, zone }) => {
    const timeZone = readZone(zone);
    const { id, telNum } = await findSeller(word);
    const changed = await setTimeZone(id, timeZone);
    if (!changed) throw new Complaint(`Stall ${id} is gone.`);
    const text = `Stall ${id} (${telNum}) keeps the time of ${timeZone}, from its seller's next login on.`;
    return { data: describeSeller(changed), text };
  },
});

export const group: Group = { summary: "callme's stalls", commands: [listAll, show, renewOne, zone] };
