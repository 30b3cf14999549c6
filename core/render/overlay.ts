import { PART } from '../body/part.js';
import { expectLength, expectType, FitError } from '../error.js';
import type { Camera, Image } from '../types.js';
import { type Mesh, mergeMeshes } from './merge-meshes.js';
import { type Color, PERSON_COLORS } from './person-colors.js';
import { projectTriangles } from './project-triangles.js';
import { type PixelWindow, rasterizeWindow, windowOf } from './rasterize.js';
import { shadeVertices } from './shade.js';
import { surfaceWeights } from './surface-weights.js';

/** A posed body to draw. */
export interface DrawnPerson {
  /** V×3, camera frame, metres. */
  readonly vertices: Float32Array;
  /** F×3, counter-clockwise from outside. */
  readonly faces: Uint32Array;
  /** V: 0 skin, 1 eyes; null when not known. */
  readonly part: Uint8Array | null;
}

export interface OverlayOptions {
  /** How much of the body covers the photo, 0..1. Default 0.8: the body's shape shows, and the person under it. */
  readonly opacity?: number;
}

const DEFAULT_OPACITY = 0.8;
const EYE_COLOR: Color = [240, 240, 240];

/** Samples a pixel along each axis: smooth outlines. */
const SAMPLES = 2;
/** Rows of pixels drawn at a time: the buffers stay below 10 MB for a photo 5,000 pixels wide. */
const BAND_ROWS = 64;

/** All people as one mesh. F faces, V vertices. */
interface Scene extends Mesh {
  /** V. */
  readonly shade: Float32Array;
  /** F. */
  readonly colors: readonly Color[];
}

/**
 * Draws shaded bodies over a photo, nearer people in front; the photo is not changed.
 *
 * @throws FitError bad-input when photo and camera differ in size, usage for an opacity outside 0..1
 */
export function renderOverlay(
  image: Image,
  people: readonly DrawnPerson[],
  camera: Camera,
  { opacity = DEFAULT_OPACITY }: OverlayOptions = {},
): Image {
  expectOpacity(opacity);
  const { width, height } = image;
  if (camera.width !== width || camera.height !== height) {
    const what = `the photo has ${width}×${height} pixels, the camera ${camera.width}×${camera.height}.`;
    throw new FitError('bad-input', 'renderOverlay', what, 'Give the camera of this photo.');
  }
  expectLength('renderOverlay', 'image.rgba', image.rgba, 4 * width * height);
  const rgba = Uint8ClampedArray.from(image.rgba);
  const scene = mergePeople(people);
  const triangles = projectTriangles(scene.vertices, scene.faces, camera);
  const box = windowOf(triangles, camera);
  if (box === null) return { ...image, rgba };

  const size = SAMPLES * SAMPLES * box.width * Math.min(BAND_ROWS, box.height);
  const inverseDepth = new Float32Array(size);
  const face = new Int32Array(size);
  for (let y = box.y; y < box.y + box.height; y += BAND_ROWS) {
    const band = { ...box, y, height: Math.min(BAND_ROWS, box.y + box.height - y) };
    rasterizeWindow(triangles, band, SAMPLES, inverseDepth, face);
    blendBand(scene, camera, band, { inverseDepth, face }, opacity, rgba);
  }
  return { ...image, rgba };
}

function expectOpacity(opacity: number): void {
  expectType('opacity', opacity, 'number');
  if (opacity >= 0 && opacity <= 1) return; // not NaN
  throw new FitError('usage', 'opacity', `${opacity} is no share.`, 'Give a number from 0 to 1.');
}

function mergePeople(people: readonly DrawnPerson[]): Scene {
  const { vertices, faces, firstVertex, owner } = mergeMeshes(people);
  const colors = Array.from(owner, (p, face): Color => {
    const { part } = people[p];
    const isEye = part !== null && part[faces[3 * face] - firstVertex[p]] === PART.eyes;
    return isEye ? EYE_COLOR : PERSON_COLORS[p % PERSON_COLORS.length];
  });
  return { vertices, faces, shade: shadeVertices(vertices, faces), colors };
}

/** Mixes the samples of each pixel of a band and lays them over `rgba`, in place. */
function blendBand(
  scene: Scene,
  camera: Camera,
  band: PixelWindow,
  samples: { readonly inverseDepth: Float32Array; readonly face: Int32Array },
  opacity: number,
  rgba: Uint8ClampedArray,
): void {
  const columns = SAMPLES * band.width;
  const shadeAt = surfaceShade(scene, camera);
  for (let row = 0; row < band.height; row++) {
    for (let column = 0; column < band.width; column++) {
      let covered = 0;
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let k = 0; k < SAMPLES * SAMPLES; k++) {
        const sampleX = SAMPLES * column + (k % SAMPLES);
        const sampleY = SAMPLES * row + Math.floor(k / SAMPLES);
        const sample = sampleY * columns + sampleX;
        const face = samples.face[sample];
        if (face < 0) continue;
        const x = band.x + (sampleX + 0.5) / SAMPLES;
        const y = band.y + (sampleY + 0.5) / SAMPLES;
        const shade = shadeAt(face, x, y, 1 / samples.inverseDepth[sample]);
        const color = scene.colors[face];
        covered++;
        red += shade * color[0];
        green += shade * color[1];
        blue += shade * color[2];
      }
      if (covered === 0) continue;
      const alpha = (opacity * covered) / (SAMPLES * SAMPLES);
      const at = 4 * ((band.y + row) * camera.width + band.x + column);
      rgba[at] += alpha * (red / covered - rgba[at]);
      rgba[at + 1] += alpha * (green / covered - rgba[at + 1]);
      rgba[at + 2] += alpha * (blue / covered - rgba[at + 2]);
      rgba[at + 3] += alpha * (255 - rgba[at + 3]);
    }
  }
}

/** The shade at a point of a face that the camera sees at pixel (x, y) and depth Z. */
function surfaceShade(scene: Scene, camera: Camera): (face: number, x: number, y: number, Z: number) => number {
  const { faces, shade } = scene;
  const weightsAt = surfaceWeights(scene, camera);
  const weights = new Float64Array(3);
  return (face, x, y, Z) => {
    weightsAt(face, x, y, Z, weights);
    const corner = 3 * face;
    return (
      weights[0] * shade[faces[corner]] + weights[1] * shade[faces[corner + 1]] + weights[2] * shade[faces[corner + 2]]
    );
  };
}
