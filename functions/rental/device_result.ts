import { cabinetRoute } from '../../lib/rental/cabinet.ts';
import { result } from '../../lib/rental/fields.ts';
import { resultReads, takeResult } from '../../lib/rental/results.ts';

/** POST /device/result: a cabinet says what came of a command. It may say so again. */
export const handler = cabinetRoute('/device/result')({
  fields: result,
  outcomes: ['no such command'],
  reads: (fields, { proof }) => resultReads({ ...fields, ...proof }),
  answer: ({ proof, fields, device, items }) => takeResult(proof, fields, { device, items }),
});
