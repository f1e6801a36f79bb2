import { both, byId, complain, work } from '../dom.ts';
import type { Borrower, BorrowerState } from './borrower.ts';
import { createChoices } from './choices.ts';
import { iconOf } from './icons.ts';
import { showHistory, showItem, showOutcome, showProfile, showWaiting } from './phone-parts.ts';

/** The borrower's phone: shows how it stands, and does what its user presses. `stand`: they go to another cabinet. */
export const createPhone = (borrower: Borrower, stand: (deviceID: string) => void) => {
  const typed = byId<HTMLInputElement>('typed');

  const devices = createChoices(byId('devices'), () => {
    stand(devices.value() ?? '');
    typed.value = '';
    offerTypes();
  });
  const types = createChoices(byId('types'), () => {});

  const device = () => borrower.state().devices.find(({ deviceID }) => deviceID === devices.value());
  const offerTypes = (): void => {
    const instruments = device()?.instruments ?? [];
    types.offer(
      instruments.map(({ typeID, typeName, total, remained }) => ({
        value: typeID,
        label: typeName,
        detail: `剩 ${remained} / ${total}`,
        isOff: remained === 0,
        icon: iconOf(typeID),
      })),
    );
  };

  listenToProfile(borrower);
  byId('devices').addEventListener('change', () => borrower.lookAround().catch(complain));
  byId('attempt').addEventListener('submit', (event) => {
    event.preventDefault();
    const { item } = borrower.state();
    const before = { deviceID: devices.value() ?? '', captcha: typed.value };
    work(byId('try'), async () => {
      typed.select();
      await (item
        ? borrower.revert({ ...before, itemUUID: item.uuid })
        : borrower.rent({ ...before, typeID: types.value() ?? '' }));
      typed.value = '';
    });
  });

  return (): void => {
    const state = borrower.state();
    showProfile(state.profile);
    showItem(state.item);
    showHistory(state.history);
    showWaiting(state.attempt);
    showOutcome(state.attempt);
    byId('attempt').hidden = state.attempt?.latest === 'WAITING';
    showForm(state);
    devices.offer(
      state.devices.map(({ deviceID, name, online }) => ({
        value: deviceID,
        label: name,
        detail: online ? '' : '离线',
      })),
    );
    offerTypes();
  };
};

/** Who has something brings it back; who has nothing may borrow. */
const showForm = ({ item }: BorrowerState): void => {
  byId('what').hidden = item !== undefined;
  const [where, press] = item
    ? [both('还到哪个柜子', 'back to which cabinet'), both('还', 'bring back')]
    : [both('在哪个柜子前', 'before which cabinet'), both('借', 'borrow')];
  byId('where').replaceChildren(...where);
  byId('try').replaceChildren(...press);
};

const listenToProfile = (borrower: Borrower): void => {
  const [name, phone] = [byId<HTMLInputElement>('name'), byId<HTMLInputElement>('phone')];
  const profile = byId<HTMLDetailsElement>('profile');
  profile.addEventListener('toggle', () => {
    ({ name: name.value, phone: phone.value } = borrower.state().profile);
  });
  byId('profile-form').addEventListener('submit', (event) => {
    event.preventDefault();
    work(byId('save'), async () => {
      await borrower.changeProfile({ name: name.value.trim(), phone: phone.value.trim() });
      profile.open = false;
    });
  });
};
