import { addAdmin, invite, listAdmins } from '../lib/callme/admins.ts';
import { SELLER_APP, userOf } from '../lib/callme/callers.ts';
import { command, type Group, UsageError } from './command.ts';
import { list } from './table.ts';

const inviteOne = command({
  usage: 'invite',
  summary: 'makes a code by which one user becomes an administrator',
  details: 'The code is shown only here. It is good for one hour, and for one use.',
  run: async () => {
    const code = await invite();
    const body = JSON.stringify({ query: 'admin', sessionKey: '<session key>', invite: code });
    const text = `Invitation: ${code}

It is good for one hour and for one use, and is not shown again. Whoever is to become administrator logs in to the
sellers' mini-program (app ${SELLER_APP}) and sends, with the session key of that login:
  ${body}`;
    return { data: { invite: code }, text };
  },
});

const add = command({
  usage: 'add <openid>',
  summary: "makes a user of the sellers' mini-program (app 2) an administrator",
  details: "It takes effect at the user's next login. Adding again is no error.",
  run: async ({ openid }) => {
    if (!/^[\w-]{1,64}$/.test(openid)) throw new UsageError(`"${openid}" is no openid`);
    await addAdmin(userOf({ app: SELLER_APP, openid }));
    return { data: { openid }, text: `${openid} is an administrator, from the next login on.` };
  },
});

const listAll = command({
  usage: 'list',
  summary: 'lists the administrators',
  run: async () => {
    const admins = (await listAdmins()).map(({ user, since }) => ({
      openid: user.slice(user.indexOf('#') + 1),
      since: new Date(since * 1000).toISOString(),
    }));
    const rows = admins.map(({ openid, since }) => [openid, `${since.slice(0, 16).replace('T', ' ')} UTC`]);
    return { data: admins, text: list(['openid', 'since'], rows, 'There is no administrator yet.') };
  },
});

export const group: Group = {
  summary: "callme's administrators, who enrol and renew stalls",
  commands: [inviteOne, add, listAll],
};
