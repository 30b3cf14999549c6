import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { readImage } from '../../../converters/cli/node-image.js';
import {
  isVideo,
  takenFrameRate,
  type VideoFrames,
  type VideoPart,
  withVideoFrames,
} from '../../../converters/cli/video-frames.js';
import { hasFfmpeg, makeVideo } from '../../support/make-video.js';

const folder = mkdtempSync(path.join(tmpdir(), 'photorig video-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => path.join(folder, name);
const keep = async (frames: VideoFrames): Promise<VideoFrames> => frames;

/** A file that no program opens. */
function anyFile(name: string, content = 'x'): string {
  writeFileSync(at(name), content);
  return at(name);
}

/** A program that stands for ffmpeg: `$last` is its last parameter, - when it is asked for the frame rate. */
function program(name: string, script: string): string {
  writeFileSync(at(name), `#!/bin/sh\nfor last; do :; done\nd=$(dirname "$last")\n${script}\n`);
  chmodSync(at(name), 0o755);
  return at(name);
}

test('videos are told by their names', () => {
  expect(['a.mp4', 'b.MOV', 'c.webm', 'd.MTS'].every(isVideo)).toBe(true);
  expect(['a.jpg', 'mp4', 'a.json', 'a.ts'].some(isVideo)).toBe(false);
});

test.each<[own: number | null, asked: number | undefined, taken: number]>([
  [25, undefined, 25],
  [30000 / 1001, undefined, 30000 / 1001],
  [50, undefined, 25],
  [60, undefined, 30],
  [240, undefined, 30],
  [null, undefined, 30],
  [25, 60, 25],
  [60, 60, 60],
  [25, 10, 10],
  [null, 12.5, 12.5],
])('of %s frames a second, %s asked for: %s', (own, asked, taken) => {
  expect(takenFrameRate(own, asked)).toBeCloseTo(taken, 12);
});

test('what needs no ffmpeg to be refused', async () => {
  await expect(withVideoFrames(at('none.mp4'), {}, keep)).rejects.toThrow(/none\.mp4: there is no such file\./);
  await expect(withVideoFrames(anyFile('empty.mp4', ''), {}, keep)).rejects.toThrow(/empty\.mp4: the file is empty\./);
});

test('without ffmpeg: what to do instead', async () => {
  const missing = at('no such program');
  await expect(withVideoFrames(anyFile('walk.mp4'), {}, keep, missing)).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringMatching(/walk\.mp4: a video needs ffmpeg, which is not installed\. .*frames\/\*\.jpg/),
  });
});

describe.skipIf(process.platform === 'win32')('a program that stands for ffmpeg', () => {
  const WRITES = ': > "$d/000003.jpg"; : > "$d/000001.jpg"';

  test('the frames are there while they are used, in order, then gone', async () => {
    const fake = program('fake', `[ "$last" = - ] && echo "#tb 0: 2/25" || { ${WRITES}; }`);
    const frames = await withVideoFrames(
      anyFile('-y.mp4'),
      {},
      async (taken) => {
        expect(taken.files.every(existsSync)).toBe(true);
        return taken;
      },
      fake,
    );
    expect(frames).toMatchObject({ frameRate: 12.5, ownFrameRate: 12.5, complaint: null, times: [1 / 12.5, 3 / 12.5] });
    expect(frames.files.map((file) => path.basename(file))).toEqual(['000001.jpg', '000003.jpg']);
    expect(frames.files.some(existsSync)).toBe(false);
  });

  test('a clock of milliseconds is no frame rate', async () => {
    const fake = program('clock', `[ "$last" = - ] && echo "#tb 0: 1/1000" || { ${WRITES}; }`);
    const frames = await withVideoFrames(anyFile('a.mp4'), {}, keep, fake);
    expect(frames).toMatchObject({ frameRate: 30, ownFrameRate: null });
  });

  test('Ctrl-C leaves no frames behind', async () => {
    const fake = program('slow', `[ "$last" = - ] || { ${WRITES}; }`);
    const listening = process.listenerCount('SIGINT');
    const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
    try {
      await withVideoFrames(
        anyFile('a.mp4'),
        {},
        async ({ files }) => {
          process.listeners('SIGINT').at(-1)?.('SIGINT');
          expect(files.some(existsSync)).toBe(false);
          expect(kill.mock.calls).toEqual([[process.pid, 'SIGINT']]);
        },
        fake,
      );
    } finally {
      kill.mockRestore();
    }
    expect(process.listenerCount('SIGINT')).toBe(listening);
  });

  test('what ffmpeg says first goes into the message, without addresses', async () => {
    const said = ['[mov,mp4 @ 0x55ded0e20bc0] moov atom not found', 'file:/a.mp4: Invalid data'];
    const broken = program('broken', `printf '%s\\n' '${said[0]}' '${said[1]}' >&2; exit 1`);
    await expect(withVideoFrames(anyFile('a.mp4'), {}, keep, broken)).rejects.toThrow(
      'a.mp4: ffmpeg cannot read it (moov atom not found). Check that it is a complete video.',
    );
    const denied = program('denied', "echo 'file:/b: c.mp4: Permission denied' >&2; exit 1");
    await expect(withVideoFrames(anyFile('a.mp4'), {}, keep, denied)).rejects.toThrow('it (Permission denied).');
    await expect(withVideoFrames(anyFile('a.mp4'), {}, keep, program('none', 'exit 0'))).rejects.toThrow(/no video t/);
  });

  test('a part: what is decoded, and complaints of it', async () => {
    const fake = program('part', `echo "$*" >> "$0.told"; echo 'no reference' >&2; [ "$last" = - ] || { ${WRITES}; }`);
    const toldFor = async (part: VideoPart, ending = 'mp4') => {
      rmSync(`${fake}.told`, { force: true });
      const { complaint } = await withVideoFrames(anyFile(`a.${ending}`), part, keep, fake);
      const [, parameters] = readFileSync(`${fake}.told`, 'utf8').split('\n');
      return [/(?<=error ).*(?= -i)/.exec(parameters)?.[0], /trim=\S*?(?=,)/.exec(parameters)?.[0], complaint];
    };
    expect(await toldFor({ fps: 25, from: 15, to: 16.01 })).toEqual([
      '-ss 5.000 -copyts -start_at_zero',
      'trim=start_pts=375:end_pts=401',
      'no reference',
    ]);
    // Streams without an index are decoded from their start; so is a part at the start of any file.
    expect(await toldFor({ fps: 25, from: 15.02 }, 'MTS')).toEqual([
      '-copyts -start_at_zero',
      'trim=start_pts=376',
      'no reference',
    ]);
    expect(await toldFor({ fps: 25, to: 4 }, 'mts')).toEqual([
      '-copyts -start_at_zero',
      'trim=start_pts=0:end_pts=100',
      'no reference',
    ]);
    expect(await toldFor({})).toEqual([undefined, undefined, 'no reference']);
  });

  test('an ffmpeg that fails where no frame is left', async () => {
    const said = '[out#0/image2 @ 0x55] Nothing was written into output file, because at least one of its streams';
    const strict = program('strict', `[ "$last" = - ] || { echo '${said}' >&2; exit 234; }`);
    await expect(withVideoFrames(anyFile('a.mp4'), { from: 65 }, keep, strict)).rejects.toThrow(
      'a.mp4: it ends before 65 s. Give an earlier --from.',
    );
  });

  test('more frames than a sequence may have', async () => {
    const loop = 'i=0; while [ $i -le 3000 ]; do : > "$d/$i.jpg"; i=$((i + 1)); done';
    const many = program('many', `[ "$last" = - ] || { ${loop}; }`);
    await expect(withVideoFrames(anyFile('a.mp4'), { fps: 29.97 }, keep, many)).rejects.toThrow(
      'a.mp4: at 29.97 frames a second it has more than 3000 frames. Take a part with --from and --to, or fewer with --fps.',
    );
  });
});

if (!hasFfmpeg) console.warn('tests of videos are skipped: there is no ffmpeg (apt-get install ffmpeg).');

describe.skipIf(!hasFfmpeg)('ffmpeg', () => {
  const video = (name: string, { rate = '25', frames = 10, filter = 'null', more = [] as string[] } = {}): string =>
    makeVideo(
      at(name),
      ['-f', 'lavfi', '-i', `testsrc2=s=64x48:r=${rate},${filter}`],
      ['-frames:v', `${frames}`, ...more],
    );

  test.each<[rate: string, asked: number | undefined, count: number, taken: number]>([
    ['25', undefined, 10, 25],
    ['30000/1001', undefined, 10, 30000 / 1001],
    ['60', undefined, 5, 30],
    ['25', 40, 10, 25],
    ['25', 5, 2, 5],
  ])('ten frames at %s a second, %s asked for: %i frames', async (rate, asked, count, taken) => {
    const frames = await withVideoFrames(video('rate.mp4', { rate }), asked === undefined ? {} : { fps: asked }, keep);
    expect(frames.frameRate).toBeCloseTo(taken, 10);
    expect(frames.files).toHaveLength(count);
    expect(frames.complaint).toBeNull();
  });

  /** How bright the middle of an image is, 0 to 255. */
  const brightness = async (file: string): Promise<number> => {
    const { width, height, rgba } = await readImage(file);
    return rgba[4 * ((height >> 1) * width + (width >> 1))];
  };
  const brightnesses = (file: string, part: VideoPart) =>
    withVideoFrames(file, part, async ({ files, times }) => ({
      times: times.map((time) => Number(time.toFixed(3))),
      seen: await Promise.all(files.map(brightness)),
    }));
  // Frame n is as bright as 2 n, but for the coding.
  const COUNTING = "geq=lum='2*N':cb=128:cr=128";
  const expectFrames = (seen: readonly number[], numbers: readonly number[]): void => {
    const [darkest, brightest] = [16, 235]; // of video; 0 and 255 of images
    const stretched = numbers.map((n) => Math.max(0, ((2 * n - darkest) / (brightest - darkest)) * 255));
    // Neighbours differ by 2.3.
    seen.forEach((value, i) => {
      expect(Math.abs(value - stretched[i]), `frame ${numbers[i]}`).toBeLessThan(1.1);
    });
    expect(seen).toHaveLength(numbers.length);
  };
  const range = (first: number, last: number, step = 1): number[] =>
    Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step);

  // Key frames every 50: parts begin between them.
  test.each(['mp4', 'avi', 'mkv', 'm2ts'])('a part of a .%s: these frames, named by their times', async (ending) => {
    const codec = ending === 'm2ts' ? ['-c:v', 'mpeg2video', '-q:v', '2'] : ['-q:v', '2'];
    const file = video(`counting.${ending}`, { frames: 100, filter: COUNTING, more: [...codec, '-g', '50'] });
    const inside = await brightnesses(file, { from: 1.4, to: 2.2 });
    expectFrames(inside.seen, range(35, 54));
    expect([inside.times[0], inside.times.at(-1)]).toEqual([1.4, 2.16]);
    expectFrames((await brightnesses(file, { from: 3.81 })).seen, range(96, 99));
    expectFrames((await brightnesses(file, { to: 0.4 })).seen, range(0, 9));
    // Of the frames nearest to a time ffmpeg takes the last.
    expectFrames((await brightnesses(file, { from: 1.4, to: 2.2, fps: 5 })).seen, range(37, 52, 5));
  });

  test('a part that is decoded from the middle; a time from a name means that frame', async () => {
    const slow = video('slow.mp4', { rate: '30000/1001', frames: 400, filter: COUNTING.replace('N', 'mod(N,120)') });
    const { times, seen } = await brightnesses(slow, { from: 12.078, to: 12.145 });
    expect(times).toEqual([12.079, 12.112]);
    expectFrames(seen, [362 - 360, 363 - 360]);
    expect((await brightnesses(slow, { from: 12.079, to: 12.145 })).times).toEqual([12.079, 12.112]);
  });

  test('a part that is not there', async () => {
    const file = video('short.mp4');
    await expect(withVideoFrames(file, { from: 0.4 }, keep)).rejects.toMatchObject({
      code: 'bad-input',
      message: `${file}: it ends before 0.4 s. Give an earlier --from.`,
    });
    await expect(withVideoFrames(file, { from: 60 }, keep)).rejects.toThrow('it ends before 60 s.');
    await expect(withVideoFrames(file, { from: 0.21, to: 0.22 }, keep)).rejects.toThrow(
      'at 25 frames a second there is no frame from 0.21 to 0.22 s. Take a longer part.',
    );
  });

  test.each(['webm', 'mkv', 'avi', 'mov'])('.%s', async (ending) => {
    const { files, frameRate } = await withVideoFrames(video(`a.${ending}`), {}, keep);
    expect([files.length, frameRate]).toEqual([10, 25]);
  });

  test('a name of anything that a shell, an option or a pattern could take for something else', async () => {
    for (const name of [`-i 'a' "b" %03d $(c).mp4`, 'pipe:1.mp4', '*?[0].mp4']) {
      expect((await withVideoFrames(video(name), {}, keep)).files).toHaveLength(10);
    }
  });

  const RED_LEFT = 'drawbox=color=blue:t=fill,drawbox=w=32:color=red:t=fill';
  /** The first frame's size, and which of three of its corners are red. */
  const cornersOf = (file: string) =>
    withVideoFrames(file, {}, async ({ files }) => {
      const { width, height, rgba } = await readImage(files[0]);
      const red = (x: number, y: number): boolean => rgba[4 * (y * width + x)] > 128;
      return { width, height, topLeft: red(4, 4), topRight: red(width - 5, 4), bottomLeft: red(4, height - 5) };
    });

  test('a phone held upright: turned as the file says', async () => {
    const file = video('phone.mp4', { filter: RED_LEFT });
    expect(await cornersOf(file)).toEqual({ width: 64, height: 48, topLeft: true, topRight: false, bottomLeft: true });
    turnQuarter(file);
    expect(await cornersOf(file)).toEqual({ width: 48, height: 64, topLeft: true, topRight: true, bottomLeft: false });
  });

  test('pixels that are wider than high are made square', async () => {
    expect(await cornersOf(video('wide.mp4', { filter: 'setsar=3/2' }))).toMatchObject({ width: 96, height: 48 });
  });

  test('cut off: the frames that are there, and what is wrong', async () => {
    const file = video('cut.mp4', { frames: 20, more: ['-movflags', '+faststart'] });
    const bytes = readFileSync(file);
    const media = bytes.indexOf('mdat');
    writeFileSync(file, bytes.subarray(0, Math.round((media + bytes.length) / 2)));
    const { files, complaint } = await withVideoFrames(file, {}, keep);
    expect(files.length).toBeGreaterThan(3);
    expect(files.length).toBeLessThan(20);
    expect(complaint).not.toBeNull();
    // Without the list of frames, which most programs write at the end, there are none.
    const late = readFileSync(video('late.mp4'));
    writeFileSync(file, late.subarray(0, late.length / 2));
    await expect(withVideoFrames(file, {}, keep)).rejects.toThrow('ffmpeg cannot read it (moov atom not found).');
  });

  test('no video: text, a sound, a sound with a cover', async () => {
    await expect(withVideoFrames(anyFile('text.mp4', 'text'), {}, keep)).rejects.toThrow(/ffmpeg cannot read it/);
    const sound = ['-f', 'lavfi', '-i', 'sine=d=0.2'];
    const song = makeVideo(at('song.mp4'), sound, ['-c:a', 'aac']);
    await expect(withVideoFrames(song, {}, keep)).rejects.toThrow(/song\.mp4: it has no video track\./);
    const cover = ['-frames:v', '1', '-c:v', 'mjpeg', '-disposition:v', 'attached_pic'];
    const album = makeVideo(
      at('album.mp4'),
      [...sound, '-f', 'lavfi', '-i', 'testsrc2=s=64x48'],
      [...cover, '-c:a', 'aac'],
    );
    await expect(withVideoFrames(album, {}, keep)).rejects.toThrow(/no video track/);
  });
});

/** Says in an MP4 file, as phones do, that its pictures are to be turned by 90 degrees clockwise. */
function turnQuarter(file: string): void {
  const bytes = readFileSync(file);
  // The track header's matrix, by rows a b u, c d v (ISO 14496-12, 8.3.2; 16.16 numbers, u and v are 0).
  const matrix = bytes.indexOf('tkhd') + 44;
  [0, 1, 0, -1, 0].forEach((value, i) => {
    bytes.writeInt32BE(value * 0x10000, matrix + 4 * i);
  });
  writeFileSync(file, bytes);
}
