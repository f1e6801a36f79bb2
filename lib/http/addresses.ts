/**
 * A service's part of the address space: the paths of its routes, with `{name}` where a segment may be anything.
 * The routes themselves stand in `functions/<service>/functions.yml`.
 */
export type Addresses = readonly string[];

/** Whether a path belongs to a service: it begins like one of its own. */
export const owns = (addresses: Addresses, path: string): boolean =>
  addresses.some((address) => segments(address)[0] === segments(path)[0]);

/** Whether a service has this very path, by whatever method. */
export const knows = (addresses: Addresses, path: string): boolean => {
  const wanted = segments(path);
  return addresses.some((address) => {
    const parts = segments(address);
    return (
      parts.length === wanted.length && parts.every((part, i) => part.startsWith('{') || part === wanted[i])
    );
  });
};

const segments = (path: string): string[] => path.split('/').slice(1);
