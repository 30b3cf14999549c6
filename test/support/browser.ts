import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import packedChromium from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const ARGUMENTS = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/**
 * Starts the headless Chromium that a development package holds (for Linux on x64), or the one that CHROMIUM_PATH names.
 * Where none starts: null, after a line that says so, and the tests that need it are to be skipped. Whoever starts it
 * closes it.
 */
export async function launchBrowser(): Promise<Browser | null> {
  try {
    const executablePath = process.env.CHROMIUM_PATH ?? (await unpackedChromium());
    return await chromium.launch({ executablePath, args: ARGUMENTS });
  } catch (error) {
    const [firstLine] = String(error).split('\n');
    console.warn(`Browser tests are skipped, Chromium does not start (${firstLine}). CHROMIUM_PATH may name another.`);
    return null;
  }
}

/**
 * Unpacks it once a machine, into a folder that is renamed when complete: test files run side by side, and the package
 * itself would take a half-written file for the program.
 */
async function unpackedChromium(): Promise<string> {
  const manifest = path.join(
    path.dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')),
    '../../package.json',
  );
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const home = path.join(tmpdir(), `photorig-chromium-${version}`);
  const program = path.join(home, 'chromium');
  if (existsSync(program)) return program;

  const fresh = mkdtempSync(`${home}-`);
  const { TMPDIR } = process.env;
  try {
    process.env.TMPDIR = fresh; // where the package unpacks to
    await packedChromium.executablePath();
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
  try {
    renameSync(fresh, home);
  } catch {
    rmSync(fresh, { recursive: true }); // another test file was faster
  }
  return program;
}
