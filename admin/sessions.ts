import { endSessions } from '../lib/mina/skeys.ts';
import { uuidOfUser } from '../lib/mina/users.ts';
import { Complaint } from '../local/complaint.ts';
import { command, type Group } from './command.ts';
import { readName } from './given.ts';

const end = command({
  usage: 'end <app> <openid>',
  summary: "ends all of a user's sessions in an app, at once",
  details: `<app> is the app's id, <openid> what mina's answers call openId. The user may log in again; what is known of
them stays.`,
  run: async ({ app, openid }) => {
    const ended = await endSessions(uuidOfUser(readName('app id', app), openid));
    if (!ended) throw new Complaint(`Nobody with the openid ${openid} has ever logged in to app ${app}.`);
    return { data: { app, openid }, text: `All sessions of ${openid} in app ${app} are over.` };
  },
});

export const group: Group = {
  summary: "mina's sessions",
  commands: [end],
};
