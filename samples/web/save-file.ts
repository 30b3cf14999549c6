import type { WrittenFile } from '../../plugins/workbench/index.js';

/** Longer than the browser needs to begin the download. Milliseconds. */
const KEEP = 60_000;

/** Offers files as one download, a .zip where there are several: browsers ask before a page saves a second file. */
export async function saveAsOne(files: readonly WrittenFile[]): Promise<WrittenFile> {
  const file = files.length === 1 ? files[0] : await zipped(files);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([file.bytes]));
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEEP);
  return file;
}

async function zipped(files: readonly WrittenFile[]): Promise<WrittenFile> {
  const { zipSync } = await import('fflate');
  const bytes = zipSync(Object.fromEntries(files.map((file) => [file.name, file.bytes])));
  return { name: files[0].name.replace(/(-\d+)?\.\w+$/, '.zip'), bytes: bytes as Uint8Array<ArrayBuffer> };
}
