/** The address of a path written with slashes too many, or with one encoded: all mean the same. */
export const spellings = (path: string): string[] => [
  `${path}/`,
  `${path}//`,
  `/${path}`,
  path.replaceAll('/', '//'),
  ...(path === '/' ? [] : [`/${path.slice(1).replaceAll('/', '%2F')}`]),
];
