import type { Kinematics } from '../../core/body/kinematics.js';
import { type ShapedBody, shapeBody } from '../../core/body/shape.js';
import { poseVertices } from '../../core/body/skinning.js';
import { bodyOnGrid } from '../../core/fit/rim-grid.js';
import type { BodyModel, Image, Mask } from '../../core/types.js';
import { type Random, seededRandom } from '../../models/build/random.js';
import { type Clothes, dress } from '../../samples/build/clothes.js';
import { sunAndSky } from '../../samples/build/light.js';
import { renderPicture } from '../../samples/build/picture.js';
import { lookAt, toWorld } from '../../samples/build/place.js';
import { add, mapPoints, pointOf, scale } from '../../samples/build/vector.js';
import type { StudyCase } from './synthetic-cases.js';

/** `loose`: cloth a centimetre off the skin. `painted`: the same colours on the skin itself. */
export type Dress = 'loose' | 'painted';

/** Height of the camera above the ground, metres. */
const EYE_LEVEL = 1.2;
/** The ideal mask's grid, and its side against the longer one of the body's box: those of the detector. */
const GRID = 256;
const ROOM = 1.25;
const SKIN = ['#e2b79b', '#c68f6c', '#8d5a3c', '#5f3a28'];
const HAIR = ['#16110e', '#3b2417', '#8a6b3d'];

/** A picture of a case, and the mask that a detector without faults would give: of the body, without clothes. */
export function renderCase(
  { params, camera, seed }: StudyCase,
  model: BodyModel,
  { layout }: Kinematics,
  how: Dress,
): { readonly picture: Image; readonly ideal: Mask } {
  const shaped = shapeBody(model, params.subarray(layout.betas));
  const wardrobe = dress(model, shaped, anyClothes(seededRandom(seed)));
  const worn = how === 'loose' ? wardrobe.vertices : shaped.vertices;
  const posed = (rest: ShapedBody): Float32Array =>
    poseVertices(model, rest, params.subarray(layout.pose, layout.betas), params.subarray(layout.translation));
  const vertices = posed({ vertices: worn, joints: shaped.joints });
  const distance = params[layout.translation + 2];
  const view = lookAt(camera, [0, EYE_LEVEL, distance], [0, EYE_LEVEL, 0], 0);
  const things = {
    vertices,
    faces: model.faces,
    colorAt(face: number, weights: readonly [number, number, number]) {
      const at = [0, 1, 2].map((corner) => model.faces[3 * face + corner]);
      const point = at.map((vertex, i) => scale(pointOf(worn, vertex), weights[i])).reduce((sum, p) => add(sum, p));
      return wardrobe.colorAt(point, model.part?.[at[0]] === 1);
    },
  };
  const inWorld = mapPoints(vertices, (point) => toWorld(view, point));
  const picture = renderPicture(things, view, sunAndSky(inWorld, model.faces));
  return { picture, ideal: idealMask(posed(shaped), model.faces, camera) };
}

function anyClothes(random: Random): Clothes {
  const pick = (colors: readonly string[]): string => colors[random.integer(colors.length)];
  const any = (): string => `#${(0x1000000 + random.integer(0x1000000)).toString(16).slice(1)}`;
  return {
    skin: pick(SKIN),
    hair: pick(HAIR),
    shirt: any(),
    trousers: any(),
    shoes: any(),
    sleeve: 0.3 + 0.65 * random.uniform(),
  };
}

/** The body's own silhouette on a square grid around it. */
export function idealMask(vertices: Float32Array, faces: Uint32Array, camera: StudyCase['camera']): Mask {
  const { focalLength, principalPoint } = camera;
  const range = [0, 1].map((axis) => {
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = 0; i < vertices.length; i += 3) {
      const pixel = (focalLength * vertices[i + axis]) / vertices[i + 2] + principalPoint[axis];
      least = Math.min(least, pixel);
      most = Math.max(most, pixel);
    }
    return { middle: (least + most) / 2, length: most - least };
  });
  const side = ROOM * Math.max(range[0].length, range[1].length);
  const toImage = { a: side / GRID, b: 0, x: range[0].middle - side / 2, y: range[1].middle - side / 2 };
  const { face } = bodyOnGrid(vertices, faces, camera, { size: GRID, toImage });
  return { size: GRID, values: Float32Array.from(face, (f) => (f < 0 ? 0 : 1)), toImage };
}
