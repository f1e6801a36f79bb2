import type { Answer } from '../http/endpoint.ts';
import type { Problem } from '../http/problem.ts';
import { Failure, type Outcome } from './outcome.ts';
import { wording } from './wording.ts';

/** The envelope of an outcome. */
export const envelope = (outcome: Outcome): Answer => ({
  json:
    outcome instanceof Failure ? { status: `error: ${outcome.error}` } : { status: 'accepted', ...outcome },
});

/** An incomplete request of a user is one of the documented outcomes. */
export const incomplete = (problem: Problem): Answer => ({ json: wording(problem, '') });
