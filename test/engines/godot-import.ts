import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const PROGRAM = 'godot3-server';
const SCRIPT = 'godot-report.gd';
/** Milliseconds. Files are there in a second or two; a busy machine takes longer. */
const PATIENCE = 120_000;

/** What godot-report.gd says of a file. */
export interface GodotReport {
  readonly clips: readonly string[];
  readonly bones: readonly string[];
  /** Metres, y up, while the first clip plays. */
  readonly places: readonly (readonly number[])[];
  readonly surfaces: number;
}

/** Debian's Godot; null where it is not there, after a line that says so. */
export function godotVersion(): string | null {
  const { status, stdout } = spawnSync(PROGRAM, ['--version'], { encoding: 'utf8' });
  if (status === null) console.warn(`Godot tests are skipped: there is no ${PROGRAM} (apt-get install ${PROGRAM}).`);
  return status === null ? null : (/\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? '?');
}

/** Lets the editor import GLB files and plays each one's first clip. */
export async function importInGodot(files: readonly Uint8Array[]): Promise<GodotReport[]> {
  const project = mkdtempSync(path.join(tmpdir(), 'photorig-godot-'));
  try {
    const names = files.map((_, i) => `avatar-${i}.glb`);
    names.forEach((name, i) => {
      writeFileSync(path.join(project, name), files[i]);
    });
    writeFileSync(path.join(project, 'project.godot'), 'config_version=4\n');
    copyFileSync(fileURLToPath(new URL(SCRIPT, import.meta.url)), path.join(project, SCRIPT));
    await importAll(project, files.length);
    const options = { encoding: 'utf8', timeout: PATIENCE, env: environment(project) } as const;
    const { stdout } = spawnSync(PROGRAM, ['--path', project, '-s', SCRIPT, ...names], options);
    const [, report] = /^REPORT(.*)$/m.exec(stdout) ?? [];
    if (report === undefined) throw new Error(`Godot did not report:\n${stdout}`);
    return JSON.parse(report) as GodotReport[];
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

/** Godot keeps settings in the home folder: each run has one of its own. */
const environment = (project: string): NodeJS.ProcessEnv => ({ ...process.env, HOME: project, LANG: 'C.UTF-8' });

/**
 * Starts the editor, which imports, and ends it: 3.2.3 of the server does not quit by itself, it complains of static
 * variables for ever once its work is done.
 */
async function importAll(project: string, count: number): Promise<void> {
  const options = { stdio: 'ignore', env: environment(project) } as const;
  const editor: ChildProcess = spawn(PROGRAM, ['--path', project, '--editor', '--quit'], options);
  const imported = path.join(project, '.import');
  // The checksum is written last.
  const done = (): boolean =>
    existsSync(imported) && readdirSync(imported).filter((file) => file.endsWith('.md5')).length === count;
  try {
    for (const end = Date.now() + PATIENCE; !done(); await sleep(100)) {
      if (Date.now() > end) throw new Error('Godot did not import the files in time.');
    }
  } finally {
    const gone = new Promise((resolve) => editor.once('exit', resolve));
    if (editor.exitCode === null && editor.kill('SIGKILL')) await gone;
  }
}
