/**
 * How a cabinet carries a command out.
 *
 *   well               the item moves, and the result is sent
 *   refuses            nothing moves, and the result says so
 *   late               nothing happens until the command has expired; then the item moves, and the result is sent
 *   twice              well, and the result is sent a second time
 *   never              nothing moves, and no result is ever sent
 *   badly signed       the item moves; the first result has a wrong signature, and is sent again with the next report
 *   lost answer        the item moves; the answer to the first result does not arrive, so that it is sent again
 *   reports first      the item moves; a report has it counted, and does not say so; then the result is sent
 *   reports answered   the item moves; a report has it counted, and says so in `answered`; then the result is sent
 *   clock put back     its clock is put back by two minutes; the item moves, and the result is sent. Half a minute later
 *                      the clock is right again
 */
export const BEHAVIOURS = [
  'well',
  'refuses',
  'late',
  'twice',
  'never',
  'badly signed',
  'lost answer',
  'reports first',
  'reports answered',
  'clock put back',
] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];
