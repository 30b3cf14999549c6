/** Asks the user for a file. Never resolves when they close the dialogue of a browser that does not tell. */
export function pickFile(accept: string): Promise<File> {
  return new Promise((resolve, reject) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.addEventListener('change', () => {
      const [file] = input.files ?? [];
      if (file !== undefined) resolve(file);
    });
    input.addEventListener('cancel', () => reject(new DOMException('No file was chosen.', 'AbortError')));
    input.click();
  });
}
