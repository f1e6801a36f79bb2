import { seller } from '../../lib/callme/callers.ts';
import { query } from '../../lib/callme/query.ts';
import { changeSettings } from '../../lib/callme/settings.ts';
import { settings } from '../../lib/callme/settings-fields.ts';

/** A seller reads the stall's settings, after changing what is given of them. */
export const handler = query('settings', {
  who: seller(),
  fields: settings,
  answer: ({ caller, fields }) => changeSettings(caller.role.seller, fields),
});
