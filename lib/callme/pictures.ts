import type { UploadedFile } from '../http/body.ts';
import { sniff } from '../picture.ts';
import { savePicture } from '../store/pictures.ts';

/** What became of an uploaded picture; `picture` is the name that it got. */
export type StoredImage = { updateImageSuccess: 'success' | 'fail'; failMsg?: string; picture?: string };

const LARGEST = 512 * 1024;

/** Stores a stall's picture: a PNG or JPEG, judged by its bytes, of 512 KiB at most. */
export const storeSellerImage = async (file: UploadedFile | undefined): Promise<StoredImage> => {
  const refuse = (failMsg: string): StoredImage => ({ updateImageSuccess: 'fail', failMsg });
  if (!file || file.bytes.length === 0) return refuse('No File Uploaded');
  if (file.bytes.length > LARGEST) return refuse('Size Error');
  const picture = sniff(file.bytes);
  if (!picture) return refuse('Type Error');
  return { updateImageSuccess: 'success', picture: await savePicture(picture) };
};
