import { inventoryLimits } from '@countersign/contracts';

/** The text of a chosen file. @throws Error with a sentence, where it is no text that we could keep as it is */
export async function readInventoryFile(file: File): Promise<string> {
  if (file.size > inventoryLimits.characters)
    throw new Error('The file is larger than an inventory may be (5 MB).');
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error('The file is not written in UTF-8. Save it as “CSV UTF-8”.');
  }
}
