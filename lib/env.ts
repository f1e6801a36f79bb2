/** Reads a required setting, and says its name when it is missing: a wrong deployment shows at the first start. */
export const setting = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set`);
  return value;
};
