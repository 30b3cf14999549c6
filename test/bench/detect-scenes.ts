/**
 * Makes a folder of annotated pictures for detect.ts: one to six of our own bodies, dressed, in poses of motion capture.
 * Run: `tsx test/bench/detect-scenes.ts POSES.npz OUT [--count 100] [--seed 1] [--backgrounds DIR]`.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import sharp from 'sharp';
import { openBody } from '../../converters/cli/node-models.js';
import { axisAngleFromRotation, multiplyRotations, rotationFromAxisAngle } from '../../core/body/rotation.js';
import { type ShapedBody, shapeBody } from '../../core/body/shape.js';
import { skeletonOf } from '../../core/body/skeleton.js';
import { poseVertices } from '../../core/body/skinning.js';
import { namedJoints } from '../../core/fit/joints3d.js';
import { rasterize } from '../../core/render/rasterize.js';
import type { BodyModel, Image } from '../../core/types.js';
import { type Random, seededRandom } from '../../models/build/random.js';
import { readNpz } from '../../models/npz.js';
import { SHIPPED_BODIES } from '../../models/registry.js';
import { dress, type Wardrobe } from '../../samples/build/clothes.js';
import { sunAndSky } from '../../samples/build/light.js';
import { renderPicture, type Things } from '../../samples/build/picture.js';
import { lookAt, toCamera, toWorld, type View } from '../../samples/build/place.js';
import { add, mapPoints, pointOf, scale, subtract, type Vector } from '../../samples/build/vector.js';
import { annotate, type Placed } from './detect-truth.js';

const POSE = 72;
/** Wardrobes are slow to sew: this many are made, and worn in turn. */
const WARDROBES = 9;
const SKIN = ['#e2b79b', '#d9a98a', '#c68f6c', '#a87351', '#8d5a3c', '#5f3a28'];
const HAIR = ['#16110e', '#3b2417', '#6b4a2b', '#8a6b3d', '#b9b2a8'];

interface Model {
  readonly body: BodyModel;
  readonly betas: Float64Array;
  readonly shaped: ShapedBody;
  readonly wardrobe: Wardrobe;
}

async function sew(random: Random): Promise<Model[]> {
  const bodies = await Promise.all(SHIPPED_BODIES.map((name) => openBody(name)));
  const pick = (colors: readonly string[]): string => colors[random.integer(colors.length)];
  const anyColor = (): string => `#${(0x1000000 + random.integer(0x1000000)).toString(16).slice(1)}`;
  return Array.from({ length: WARDROBES }, (_, i) => {
    const body = bodies[i % bodies.length];
    const betas = Float64Array.from({ length: body.betaCount }, () => 0.8 * random.normal());
    const shaped = shapeBody(body, betas);
    const colors = { skin: pick(SKIN), hair: pick(HAIR), shirt: anyColor(), trousers: anyColor(), shoes: anyColor() };
    const wardrobe = dress(body, shaped, { ...colors, sleeve: 0.3 + 0.65 * random.uniform() });
    return { body, betas, shaped, wardrobe };
  });
}

/** A camera at the height of a hand or an eye that looks at the group; one in four looks past it. */
function anyView(random: Random, people: number): View {
  const [width, height] = [640, 480];
  const distance = 2.6 + 1.4 * Math.sqrt(people) + 3 * random.uniform();
  // Two metres of body fill half to all of the picture's height.
  const fill = 0.5 + 0.55 * random.uniform();
  const focalLength = (fill * height * distance) / 2;
  const position: Vector = [0, 0.7 + 1.2 * random.uniform(), distance];
  const past = random.uniform() < 0.25 ? 1 : 0.1;
  const target: Vector = [past * (random.uniform() - 0.5) * 1.6, 0.9 + past * (random.uniform() - 0.5) * 1.4, 0];
  const camera = { focalLength, principalPoint: [width / 2, height / 2] as const, width, height };
  return lookAt(camera, position, target, 4 * random.normal());
}

/** A person in a pose of `poses` who stands at (x, z), turned about the vertical. */
function place(random: Random, model: Model, poses: ArrayLike<number>, view: View, [x, z]: [number, number]): Placed {
  const pose = new Float64Array(POSE);
  const row = POSE * random.integer(poses.length / POSE);
  for (let i = 0; i < POSE; i++) pose[i] = poses[row + i];
  const [own, turn, upright, global] = Array.from({ length: 4 }, () => new Float64Array(9));
  rotationFromAxisAngle(pose[0], pose[1], pose[2], own);
  // Towards the camera, give or take; motion capture's own heading is as good as random.
  rotationFromAxisAngle(0, 2 * Math.PI * random.uniform(), 0, turn);
  multiplyRotations(turn, 0, own, 0, upright, 0);
  pose.set(axisAngleFromRotation(upright), 0);

  const { body, betas, wardrobe, shaped } = model;
  const dressed = { vertices: wardrobe.vertices, joints: shaped.joints };
  const pelvis = pointOf(shaped.joints, 0);
  const standing = poseVertices(body, dressed, pose, scale(pelvis, -1));
  let lowest = Number.POSITIVE_INFINITY;
  for (let i = 1; i < standing.length; i += 3) lowest = Math.min(lowest, standing[i]);

  multiplyRotations(Float64Array.from(view.axes.flat()), 0, upright, 0, global, 0);
  pose.set(axisAngleFromRotation(global), 0);
  const translation = subtract(toCamera(view, [x, -lowest, z]), pelvis);
  const vertices = poseVertices(body, dressed, pose, translation);
  const joints = namedJoints(skeletonOf(body), { pose, betas, translation: Float64Array.from(translation) });
  return { vertices, faces: body.faces, joints };
}

/** Places on the ground at least an arm's length apart, inside the sun's shadow map. */
function places(random: Random, people: number): [number, number][] {
  const found: [number, number][] = [];
  const reach = people === 1 ? 0.2 : 1.7;
  for (let tries = 0; found.length < people && tries < 1000; tries++) {
    const [x, z] = [reach * (2 * random.uniform() - 1), reach * (2 * random.uniform() - 1)];
    if (found.every((other) => Math.hypot(other[0] - x, other[1] - z) > 0.45)) found.push([x, z]);
  }
  return found;
}

/** All people as one mesh with their clothes' colours. */
function asThings(people: readonly Placed[], models: readonly Model[]): Things {
  const faces: number[] = [];
  const firstFace: number[] = [];
  let firstVertex = 0;
  for (const person of people) {
    firstFace.push(faces.length / 3);
    for (const vertex of person.faces) faces.push(firstVertex + vertex);
    firstVertex += person.vertices.length / 3;
  }
  return {
    vertices: Float32Array.from(people.flatMap(({ vertices }) => [...vertices])),
    faces: Uint32Array.from(faces),
    colorAt(face, weights) {
      const person = firstFace.filter((first) => first <= face).length - 1;
      const { body, wardrobe } = models[person];
      const at = [0, 1, 2].map((corner) => body.faces[3 * (face - firstFace[person]) + corner]);
      const point = at
        .map((vertex, i) => scale(pointOf(wardrobe.vertices, vertex), weights[i]))
        .reduce((sum, part) => add(sum, part));
      return wardrobe.colorAt(point, body.part?.[at[0]] === 1);
    },
  };
}

/** Puts a photo behind the people. */
async function onBackground(picture: Image, things: Things, view: View, file: string): Promise<Image> {
  const { width, height, rgba } = picture;
  const behind = await sharp(file).resize(width, height, { fit: 'cover' }).removeAlpha().raw().toBuffer();
  const { face } = rasterize(things.vertices, things.faces, view.camera);
  const out = Uint8Array.from(rgba);
  face.forEach((f, i) => {
    if (f < 0) out.set(behind.subarray(3 * i, 3 * i + 3), 4 * i);
  });
  return { width, height, rgba: out };
}

interface Options {
  readonly count: string;
  readonly seed: string;
  readonly backgrounds?: string;
}

async function makeScenes(posesFile: string, out: string, { count, seed, backgrounds }: Options): Promise<void> {
  const random = seededRandom(Number(seed));
  const poses = readNpz(posesFile, readFileSync(posesFile), (name) => name === 'poses').poses.data as Float32Array;
  const photos = backgrounds ? readdirSync(backgrounds).sort() : [];
  const models = await sew(random);
  await mkdir(out, { recursive: true });
  for (let i = 0; i < Number(count); i++) {
    const wanted = 1 + (i % 6);
    const view = anyView(random, wanted);
    const spots = places(random, wanted);
    const worn = spots.map((_, n) => models[(i + n) % models.length]);
    const people = spots.map((spot, n) => place(random, worn[n], poses, view, spot));
    const things = asThings(people, worn);
    const inWorld = mapPoints(things.vertices, (point) => toWorld(view, point));
    let picture = renderPicture(things, view, sunAndSky(inWorld, things.faces));
    if (photos.length > 0) {
      const file = path.join(backgrounds!, photos[random.integer(photos.length)]);
      picture = await onBackground(picture, things, view, file);
    }
    const name = path.join(out, `scene-${String(i).padStart(3, '0')}`);
    const { width, height, rgba } = picture;
    await sharp(rgba, { raw: { width, height, channels: 4 } })
      .removeAlpha()
      .jpeg({ quality: 90 })
      .toFile(`${name}.jpg`);
    await writeFile(`${name}.json`, JSON.stringify({ persons: annotate(people, view.camera) }));
  }
}

await new Command('detect-scenes')
  .argument('<poses>', 'motion capture: .npz with `poses`, N x 72, axis-angle, y up')
  .argument('<out>', 'folder to fill')
  .option('--count <n>', 'pictures', '100')
  .option('--seed <n>', 'of the random numbers', '1')
  .option('--backgrounds <dir>', 'photos without people to put behind')
  .action(makeScenes)
  .parseAsync();
