import { cabinetRoute } from '../../lib/rental/cabinet.ts';
import { report } from '../../lib/rental/fields.ts';
import { takeReport } from '../../lib/rental/reports.ts';

/** POST /device/report: a cabinet says how it is, and is told what it is asked for. */
export const handler = cabinetRoute('/device/report')({
  fields: report,
  answer: ({ proof, fields, device }) => takeReport(proof, fields, device),
});
