import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** What blender-import.py says of a file. Points are metres, y up. */
export interface BlenderReport {
  readonly version: string;
  readonly framesASecond: number;
  readonly armatures: readonly {
    readonly name: string;
    readonly bones: readonly string[];
    readonly parents: readonly (string | null)[];
    readonly heads: readonly number[];
    /** One list a second that was asked for. */
    readonly posedHeads: readonly (readonly number[])[];
  }[];
  /** First and last frame of each. */
  readonly clips: readonly { readonly name: string; readonly range: readonly [number, number] }[];
  readonly meshes: readonly {
    readonly name: string;
    readonly rest: readonly number[];
    readonly triangles: number;
    readonly materials: readonly string[];
    readonly shapeKeys: readonly string[];
    /** One list a second that was asked for. */
    readonly shown: readonly (readonly number[])[];
  }[];
}

/** Debian's Blender; null where it is not there, after a line that says so: tests that need it are to be skipped. */
export function blenderVersion(): string | null {
  const { status, stdout } = spawnSync('blender', ['--version'], { encoding: 'utf8' });
  if (status !== 0) console.warn('Blender tests are skipped: there is no blender (apt-get install blender).');
  return status === 0 ? (/\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? '?') : null;
}

/**
 * Lets Blender import a file.
 *
 * @param extension fbx, glb, obj or bvh
 * @param seconds when to look at the clip
 */
export function importInBlender(bytes: Uint8Array, extension: string, seconds: readonly number[]): BlenderReport {
  const folder = mkdtempSync(path.join(tmpdir(), 'photorig-blender-'));
  try {
    const input = path.join(folder, `file.${extension}`);
    const output = path.join(folder, 'report.json');
    writeFileSync(input, bytes);
    const script = fileURLToPath(new URL('blender-import.py', import.meta.url));
    const options = ['--background', '--factory-startup', '--python-exit-code', '1', '--python', script];
    const { status, stdout, stderr } = spawnSync('blender', [...options, '--', input, output, ...seconds.map(String)], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`blender failed:\n${stdout}${stderr}`);
    return JSON.parse(readFileSync(output, 'utf8')) as BlenderReport;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
