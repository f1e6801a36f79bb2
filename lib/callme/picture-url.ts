/** The address of a stored picture, or null where there is none. */
export const pictureUrl = (origin: string, name: string | undefined): string | null =>
  name === undefined ? null : `${origin}/callme/pictures/${name}`;
