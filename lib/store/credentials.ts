import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * What stands in a deployed function for the SDK's search for credentials (`alias` in serverless.yml): Lambda gives them
 * in the environment. Local runs and the operator's commands search as the SDK does, profiles and all.
 */
export const defaultProvider = fromEnv;
