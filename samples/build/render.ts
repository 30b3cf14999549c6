/** Makes samples/rendered: pictures of our own bodies with their truth. Run: `tsx samples/build/render.ts`. */

import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { PART } from '../../core/body/part.js';
import { shapeBody } from '../../core/body/shape.js';
import { skeletonOf } from '../../core/body/skeleton.js';
import { poseVertices } from '../../core/body/skinning.js';
import { namedJoints } from '../../core/fit/joints3d.js';
import type { BodyModel, Image } from '../../core/types.js';
import { loadBody } from '../../models/load-body.js';
import { dress, linearColor, type Wardrobe } from './clothes.js';
import { sunAndSky } from './light.js';
import { renderPicture, type Things } from './picture.js';
import { type PlacedPerson, placePerson, toCamera, toWorld, type View, viewOf } from './place.js';
import { SCENES, type Scene } from './scenes.js';
import { type Block, blockUnder } from './seat.js';
import { formatTruth, type Truth } from './truth.js';
import { add, mapPoints, pointOf, scale, type Vector } from './vector.js';

const ROOT = new URL('../../', import.meta.url);
const JPEG = { quality: 88, mozjpeg: false, chromaSubsampling: '4:4:4' } as const;
/** More digits than any measurement; the file stays readable. */
const DIGITS = 7;
const BLOCK_COLOR = linearColor('#9c8f80');

/** A scene as picture and truth. */
export function renderScene(scene: Scene, body: BodyModel): { readonly picture: Image; readonly truth: Truth } {
  const betas = Float64Array.from({ length: body.betaCount }, (_, b) => scene.betas[b] ?? 0);
  const shaped = shapeBody(body, betas);
  const wardrobe = dress(body, shaped, scene.clothes);
  const dressed = { vertices: wardrobe.vertices, joints: shaped.joints };
  const view = viewOf(scene);
  const person = placePerson(scene, body, dressed, view);
  const vertices = poseVertices(body, dressed, person.pose, person.translation);
  const inWorld = mapPoints(vertices, (point) => toWorld(view, point));
  const block = scene.seat ? blockUnder(inWorld, facing(scene)) : null;
  const things = assemble(body, wardrobe, vertices, block, view);
  const light = sunAndSky(
    mapPoints(things.vertices, (point) => toWorld(view, point)),
    things.faces,
  );
  return { picture: renderPicture(things, view, light), truth: truthOf(scene, body, betas, person, view) };
}

/** Where the person looks on the ground: +z turned by the pelvis' first turn. */
function facing(scene: Scene): Vector {
  const yaw = ((scene.pose.pelvis?.[0][1] ?? 0) * Math.PI) / 180;
  return [Math.sin(yaw), 0, Math.cos(yaw)];
}

/** The person and the block as one mesh. */
function assemble(
  body: BodyModel,
  wardrobe: Wardrobe,
  vertices: Float32Array,
  block: Block | null,
  view: View,
): Things {
  const personFaces = body.faces.length / 3;
  // Each corner has its own vertex, so that the block's edges are sharp.
  const corners = (block?.faces ?? []).map((vertex) => toCamera(view, block!.vertices[vertex]));
  return {
    vertices: Float32Array.from([...vertices, ...corners.flat()]),
    faces: Uint32Array.from([...body.faces, ...corners.map((_, i) => body.vertexCount + i)]),
    colorAt(face, weights) {
      if (face >= personFaces) return BLOCK_COLOR;
      const at = [0, 1, 2].map((corner) => body.faces[3 * face + corner]);
      const point = at
        .map((vertex, i) => scale(pointOf(wardrobe.vertices, vertex), weights[i]))
        .reduce((sum, part) => add(sum, part));
      return wardrobe.colorAt(point, body.part?.[at[0]] === PART.eyes);
    },
  };
}

function truthOf(
  scene: Scene,
  body: BodyModel,
  betas: Float64Array,
  { pose, translation }: PlacedPerson,
  { camera }: View,
): Truth {
  const parameters = { pose, betas, translation: Float64Array.from(translation) };
  const rounded = (values: Iterable<number>): number[] => Array.from(values, (value) => Number(value.toFixed(DIGITS)));
  const joints = Object.entries(namedJoints(skeletonOf(body), parameters));
  return {
    image: { width: camera.width, height: camera.height },
    camera: { focalLength: camera.focalLength, principalPoint: camera.principalPoint },
    body: scene.body,
    pose: rounded(pose),
    betas: rounded(betas),
    translation: rounded(translation),
    joints3d: Object.fromEntries(joints.map(([name, xyz]) => [name, rounded(xyz) as [number, number, number]])),
  };
}

async function main(): Promise<void> {
  for (const scene of SCENES) {
    const bytes = await readFile(new URL(`models/body/${scene.body}.npz`, ROOT));
    const { picture, truth } = renderScene(scene, loadBody(scene.body, bytes, { name: scene.body }));
    const { width, height, rgba } = picture;
    const jpeg = await sharp(rgba, { raw: { width, height, channels: 4 } })
      .removeAlpha()
      .jpeg(JPEG)
      .toBuffer();
    await writeFile(new URL(`samples/rendered/${scene.name}.jpg`, ROOT), jpeg);
    await writeFile(new URL(`samples/rendered/${scene.name}.truth.json`, ROOT), formatTruth(truth));
    console.log(`${scene.name}.jpg ${width}x${height}, ${Math.round(jpeg.length / 1024)} kB`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
