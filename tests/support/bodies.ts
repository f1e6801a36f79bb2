import type { DeclaredRoute } from './routes.ts';

/** JSON that is no object. */
const VALUES = ['false', 'true', '0', 'null', '""', '"x"', '7', '[]', '[{}]'];

/** Takes one bare value for its body, as recipes does: there a string and a number say something. */
export const isBare = ({ name }: DeclaredRoute): boolean =>
  /^recipes-(login|clicks|(praise|collection)(_end)?)$/.test(name);

/** The bodies that are JSON and nothing that a route can use. */
export const uselessBodies = (route: DeclaredRoute): string[] =>
  VALUES.filter((value) => !isBare(route) || /^[ftn[]/.test(value));

/** A body that nobody can read; the session server tells what is JSON from what is not, so there one that says nothing. */
export const unreadableBody = (route: DeclaredRoute): string => {
  if (route.name === 'mina-session_server') return '{}';
  return isBare(route) ? '"' : '{';
};
