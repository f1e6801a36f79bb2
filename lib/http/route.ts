import { channel } from 'node:diagnostics_channel';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Failure } from '../failure.ts';
import { keepAlive, type Session } from '../session/session.ts';
import type { Item, Key } from '../store/store.ts';
import { type Answer, type Endpoint, endpoint, type ProblemBody, type ProblemStatus } from './endpoint.ts';
import type { Fields, Values } from './fields.ts';
import { originOf } from './origin.ts';
import { Problem } from './problem.ts';

/**
 * How a service and its clients speak. `Form` is what the dialect wants to know of a route beyond its fields, `Said`
 * what a request says, `Outcome` what success carries, `Word` how the document names failures.
 */
export type Dialect<Form, Said, Outcome, Word extends string> = {
  /** Reads what a request says, wherever it says it. @throws Problem for what cannot be read */
  hear: (event: APIGatewayProxyEventV2, form: Form) => Promise<Said>;
  /** Takes a route's fields out of it. @throws Problem that names the first which is missing or wrong */
  take: <F extends Fields>(fields: F, said: Said) => Values<F>;
  /** Says an outcome in the service's envelope. `who` is the caller, once that is known. */
  say: (outcome: Outcome | Failure<Word>, asked: Asked<Form>) => Answer;
  /** Words a problem, which no document names. */
  wording: ProblemBody;
  status?: ProblemStatus;
};

type Asked<Form> = { event: APIGatewayProxyEventV2; form: Form; who: object | undefined };

/**
 * How a service knows who asks. `Claim` is what a request says of its sender, `Who` who it is if that is true: an
 * object whose names the route reads, such as `{ user }`.
 */
export type Door<Said, Claim, Who extends object, Word extends string> = {
  /** What a request says of its sender. A body that cannot be read matters only to a door that looks into it. */
  claim: (
    event: APIGatewayProxyEventV2,
    said: Promise<Said>,
  ) => Claim | Failure<Word> | Promise<Claim | Failure<Word>>;
  /** Whether the claim is true. Reads the items of `keys` in the same request, in this order. */
  find: (claim: Claim, keys: Key[], quick: boolean) => Promise<Found<Who> | Failure<Word>>;
  /** The failures that it may answer, whatever the route. */
  outcomes: readonly Word[];
};

/** Whom a door let in, with the items that were asked for, and the session to keep alive if there is one. */
export type Found<Who> = { who: Who; items: (Item | undefined)[]; session?: Session | undefined };

/** What a route is, as data: all but its answer can be read of its handler, too. */
export type Route<F extends Fields, Claim, Who, A, Outcome, Word extends string> = {
  fields?: F;
  /** The failures that its document names. */
  outcomes?: readonly Word[];
  /** Items whose keys the request names: read in one request with whatever says who asks. */
  reads?: (fields: Values<F>, claim: Claim) => Key[];
  /** Whatever else can be read before it is known who asks, at the same time. */
  alongside?: (fields: Values<F>) => Promise<A>;
  /** Read caller and items at half the cost, perhaps a moment old. */
  quick?: boolean;
  answer: (request: Request<F, Who, A>) => Outcome | Failure<Word> | Promise<Outcome | Failure<Word>>;
};

type Request<F extends Fields, Who, A> = Who & {
  fields: Values<F>;
  items: (Item | undefined)[];
  alongside: A;
  /** The address that the client reached us at, such as `https://api.example.com`. */
  origin: string;
};

/** A Lambda handler that says what it takes and which failures it answers. */
export type RouteHandler = Endpoint & { route: { fields: Fields; outcomes: readonly string[] } };

/** Hears of failures that are answered and not named by their route. The tests listen, and take each for a defect. */
export const undocumented = channel('undocumented');

/**
 * Makes the Lambda handlers of a service's routes behind a door. Here, and nowhere else, is the order in which every
 * request is met: who asks comes first, and nobody else learns what is wrong with the fields. Where a module makes more
 * than one of these, each is marked pure, so that a bundle leaves out the doors that its function does not have.
 */
export const behind =
  <Form extends object, Said, Outcome, Word extends string, Claim, Who extends object>(
    dialect: Dialect<Form, Said, Outcome, Word>,
    door: Door<Said, Claim, Who, Word>,
  ) =>
  <F extends Fields = Record<never, never>, A = undefined>(
    route: Form & Route<F, Claim, Who, A, Outcome, Word>,
  ): RouteHandler => {
    const outcomes = [...door.outcomes, ...(route.outcomes ?? [])];

    const meet = async (event: APIGatewayProxyEventV2): Promise<Answer> => {
      const say = (outcome: Outcome | Failure<Word>, who?: object): Answer => {
        if (outcome instanceof Failure && !outcomes.includes(outcome.word))
          undocumented.publish(outcome.word);
        return dialect.say(outcome, { event, form: route, who });
      };
      // What is wrong with the fields waits in their promise until it is known who asks.
      const said = dialect.hear(event, route);
      const fields = said.then((what) => dialect.take(route.fields ?? ({} as F), what));
      const wanted = await fields.catch(unlessProblem);

      const claim = await door.claim(event, said);
      if (claim instanceof Failure) return say(claim);
      const [found, alongside] = await Promise.all([
        door.find(claim, (wanted && route.reads?.(wanted, claim)) ?? [], route.quick ?? false),
        wanted && route.alongside?.(wanted),
      ]);
      if (found instanceof Failure) return say(found);

      const { who, items, session } = found;
      const request = { fields: await fields, items, alongside: alongside as A, origin: originOf(event) };
      const [outcome] = await Promise.all([
        route.answer({ ...who, ...request }),
        session && keepAlive(session),
      ]);
      return say(outcome, who);
    };

    return Object.assign(endpoint(dialect.wording, meet, dialect.status), {
      route: { fields: route.fields ?? {}, outcomes },
    });
  };

/** Makes the Lambda handlers of a service's routes that anyone may ask. */
export const openTo = <Form extends object, Said, Outcome, Word extends string>(
  dialect: Dialect<Form, Said, Outcome, Word>,
) => behind(dialect, { claim: () => ({}), find: async () => ({ who: {}, items: [] }), outcomes: [] });

const unlessProblem = (error: unknown): undefined => {
  if (!(error instanceof Problem)) throw error;
};
