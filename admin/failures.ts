import { isBusy } from '../lib/store/busy.ts';
import { Complaint } from '../local/complaint.ts';

const UNREACHABLE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
const TIMED_OUT = new Set(['ETIMEDOUT', 'TimeoutError']);

const REFUSED = new Set([
  'ExpiredTokenException',
  'IncompleteSignatureException',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
  'UnrecognizedClientException',
]);

type Failed = Error & { code?: string; $metadata?: unknown };

/**
 * Says in a sentence why a command could not be done. What no one expected keeps its stack: that is a defect.
 * @param env the environment that the command ran with
 */
export const explain = (error: unknown, env: Record<string, string | undefined>): string => {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof Complaint) return error.message;
  const { name, message, $metadata } = error as Failed;
  const isLocal = /\/\/(127\.0\.0\.1|localhost)\b/.test(env.AWS_ENDPOINT_URL_DYNAMODB ?? '');
  const place = env.AWS_ENDPOINT_URL_DYNAMODB ?? `region ${env.AWS_REGION}`;

  if (isUnreachable(error)) {
    return isLocal
      ? `Nothing answers at ${place}. Start it first with npm start, or name a deployed stage with --stage.`
      : `DynamoDB does not answer (${place}): check the network and the region.`;
  }
  if (name === 'ResourceNotFoundException') {
    const tables = Object.keys(env).filter((variable) => variable.endsWith('_TABLE'));
    const missing = `Tables are missing (${place}): ${tables.map((variable) => env[variable]).join(', ')}.`;
    return isLocal
      ? `${missing} npm start creates those of stage local. For a deployed stage unset AWS_ENDPOINT_URL_DYNAMODB.`
      : `${missing} Deploy them with npm run deploy, or name another deployment with --stage and --region.`;
  }
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return `There are no AWS credentials (${message}). Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`;
  }
  if (name === 'AccessDeniedException') return `These AWS credentials may not do this: ${message}`;
  if (REFUSED.has(name)) return `AWS refuses these credentials: ${message}`;
  if (isBusy(error)) return `DynamoDB is busy (${name}): try again in a moment.`;
  if ($metadata) return `AWS refused (${place}): ${name}: ${message}`;
  return `This is a defect of the program: ${error.stack}`;
};

const isUnreachable = (error: Failed): boolean =>
  (error instanceof AggregateError && error.errors.some(isUnreachable)) ||
  UNREACHABLE.has(error.code ?? '') ||
  TIMED_OUT.has(error.code ?? error.name);
