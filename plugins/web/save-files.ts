/** Longer than the browser needs to begin the download. Milliseconds. */
const KEEP = 60_000;
/** Of downloads that begin sooner after each other Chromium takes the last only. Milliseconds. */
const APART = 300;

/** Offers bytes as a download. */
function saveFile(bytes: Uint8Array<ArrayBuffer>, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEEP);
}

/** Offers files one after the other; a browser may ask once whether it may take several. */
export async function saveFiles(
  files: readonly { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[],
): Promise<void> {
  for (const [i, { name, bytes }] of files.entries()) {
    if (i > 0) await new Promise((resolve) => setTimeout(resolve, APART));
    saveFile(bytes, name);
  }
}
