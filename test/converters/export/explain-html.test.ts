import { expect, test } from 'vitest';
import { openBody } from '../../../converters/cli/node-models.js';
import { explainHtml, type StageRecord } from '../../../converters/export/explain-html.js';
import type { FitResult } from '../../../converters/export/fit-json.js';
import { skeletonOf } from '../../../core/body/skeleton.js';
import { downOfPitch } from '../../../core/camera/gravity.js';
import { shippedFitter } from '../../support/shipped.js';
import { standing } from '../../support/standing.js';

const body = await openBody('neutral');
const { fitter } = await shippedFitter();
const CAMERA = { focalLength: 800, principalPoint: [320, 240], width: 640, height: 480 } as const;
const stages: StageRecord[] = [];
const detection = standing();
// A wrist that is far off shows in the table.
detection.keypoints.xy[18] += 200;
const fit = fitter.fit(detection.keypoints, CAMERA, {}, (stage, candidates) => stages.push({ stage, candidates }));
const timings = { loadMs: 1, detectMs: 2, fitMs: 3 };

const resultAt = (path: string): FitResult => ({
  image: { path, width: 640, height: 480 },
  body,
  skeleton: skeletonOf(body),
  camera: CAMERA,
  focalSource: 'default',
  people: [{ detection, fit: { ...fit, warnings: ['<script>alert(1)</script>'] }, timings }],
});
const PICTURE = { bytes: Uint8Array.of(1, 2, 250), mimeType: 'image/jpeg' } as const;
const page = explainHtml({ result: resultAt('photos/me.jpg'), stages: [stages], photo: PICTURE, overlay: PICTURE });

test('every stage with all of its starts, in the order they were told', () => {
  const summaries = [...page.matchAll(/<summary>(.*?): (\d+) candidate/g)].map(([, stage, count]) => [
    stage,
    Number(count),
  ]);
  expect(summaries).toEqual(stages.map(({ stage, candidates }) => [stage, candidates.length]));
  for (const { candidates } of stages) for (const { start } of candidates) expect(page).toContain(start);
});

test('each keypoint once, the worst first, and set off', () => {
  const table = page.slice(page.indexOf('<h3>Keypoints</h3>'), page.indexOf('<h3>Shape</h3>'));
  const names = [...table.matchAll(/<tr><td>(\w+)<\/td>/g)].map(([, name]) => name);
  expect(names).toHaveLength(17);
  expect(new Set(names).size).toBe(17);
  expect(names[0]).toBe('left_wrist');
  expect(table).toMatch(/left_wrist<\/td><td>\d+\.\d<\/td><td><span class="odd">/);
});

test('the energy bars name every term of the fit', () => {
  for (const term of Object.keys(fit.costByTerm)) expect(page).toContain(`</i>${term}</li>`);
});

test('a fit along the outline ends the bars and the tables with what it costs', () => {
  const costByTerm = { ...fit.costByTerm, silhouette: 1234.5 };
  const outlined = { ...fit, cost: fit.cost + 1234.5, costByTerm };
  const result = { ...resultAt('me.jpg'), people: [{ detection, fit: outlined, timings }] };
  const html = explainHtml({ result, stages: [stages], photo: null, overlay: null });
  const bars = html.slice(html.indexOf('<svg class="bars"'), html.indexOf('<h3>Starts</h3>'));
  expect(bars.match(/text-anchor="end">[^<]*/g)?.at(-1)).toBe('text-anchor="end">outline');
  expect(bars.match(/>[\d.]+<\/text>/g)?.at(-1)).toBe(`>${outlined.cost.toFixed(1)}</text>`);
  const { start } = stages.at(-1)?.candidates[0] ?? {};
  expect(html).toContain(`outline: 1 candidate, best ${outlined.cost.toFixed(2)} from ${start}</summary>`);
  expect(page).not.toContain('outline: 1 candidate');
});

test('pictures are in the page; nothing is fetched and nothing runs', () => {
  expect(page.match(/data:image\/jpeg;base64,AQL6/g)).toHaveLength(2);
  expect(page).toContain(`content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"`);
  expect(page).not.toMatch(/<script|javascript:|https?:|\son\w+=/i);
});

test('how the camera is tilted, where that is known', () => {
  const factsWith = (pitch?: number): string => {
    const result = resultAt('me.jpg');
    const camera = { ...CAMERA, ...(pitch !== undefined && { down: downOfPitch(pitch) }) };
    const html = explainHtml({ result: { ...result, camera }, stages: [], photo: null, overlay: null });
    return /principal point [^<]*/.exec(html)?.[0] ?? '';
  };
  expect(factsWith()).toBe('principal point 320.0, 240.0');
  expect(factsWith(12)).toBe('principal point 320.0, 240.0, looking down by 12 degrees');
  expect(factsWith(-1)).toBe('principal point 320.0, 240.0, looking up by 1 degree');
  expect(factsWith(0)).toBe('principal point 320.0, 240.0, level');
});

test('hostile names are text', () => {
  const name = `"><img src=x onerror=alert(1)>'&\u0000<svg/onload=1>.jpg`;
  const hostile = explainHtml({ result: resultAt(name), stages: [stages], photo: null, overlay: null });
  expect(hostile).not.toMatch(/<img|<svg\/onload/);
  expect(hostile).not.toContain('\u0000');
  expect(hostile).toContain('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&#39;&amp;\ufffd&lt;svg/onload=1&gt;.jpg');
  expect(hostile).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
});

test('nobody, and a method that tells no stages', () => {
  expect(
    explainHtml({ result: { ...resultAt('a.jpg'), people: [] }, stages: [], photo: null, overlay: null }),
  ).toContain('Nobody was found.');
  expect(explainHtml({ result: resultAt('a.jpg'), stages: [], photo: null, overlay: null })).toContain(
    'This method does not tell.',
  );
});
