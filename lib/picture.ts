/** A picture: its bytes and what they are. */
export type Picture = { bytes: Uint8Array; type: 'image/png' | 'image/jpeg' };

/** What bytes are a picture of, whatever they were called; undefined when they are neither PNG nor JPEG. */
export const sniff = (bytes: Buffer): Picture | undefined => {
  const hex = bytes.subarray(0, 8).toString('hex');
  if (hex === '89504e470d0a1a0a') return { bytes, type: 'image/png' };
  if (hex.startsWith('ffd8ff')) return { bytes, type: 'image/jpeg' };
  return undefined;
};
