import { expectLength, FitError } from '../error.js';
import type { Camera, Image } from '../types.js';
import { type Color, PERSON_COLORS } from './person-colors.js';
import { projectTriangles } from './project-triangles.js';
import { type PixelWindow, rasterizeWindow, windowOf } from './rasterize.js';
import { shadeVertices } from './shade.js';

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
  /** How much of the body covers the photo, 0..1. Default 0.8. */
  readonly opacity?: number;
}

const EYE_COLOR: Color = [240, 240, 240];

/** Samples a pixel along each axis: smooth outlines. */
const SAMPLES = 2;
/** Rows of pixels drawn at a time: the buffers stay below 10 MB for a photo 5,000 pixels wide. */
const BAND_ROWS = 64;

/** All people as one mesh. F faces, V vertices. */
interface Scene {
  readonly vertices: Float32Array;
  readonly faces: Uint32Array;
  /** V. */
  readonly shade: Float32Array;
  /** F. */
  readonly colors: readonly Color[];
}

/**
 * Draws shaded bodies over a photo, nearer people in front; the photo is not changed.
 *
 * @throws FitError bad-input when photo and camera differ in size
 */
export function renderOverlay(
  image: Image,
  people: readonly DrawnPerson[],
  camera: Camera,
  options: OverlayOptions = {},
): Image {
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
    blendBand(scene, camera, band, { inverseDepth, face }, options.opacity ?? 0.8, rgba);
  }
  return { ...image, rgba };
}

function mergePeople(people: readonly DrawnPerson[]): Scene {
  const total = (count: (person: DrawnPerson) => number): number => people.reduce((sum, p) => sum + count(p), 0);
  const vertices = new Float32Array(total((person) => person.vertices.length));
  const faces = new Uint32Array(total((person) => person.faces.length));
  const shade = new Float32Array(vertices.length / 3);
  const colors: Color[] = [];
  let vertex = 0;
  let corner = 0;
  people.forEach((person, p) => {
    vertices.set(person.vertices, 3 * vertex);
    shade.set(shadeVertices(person.vertices, person.faces), vertex);
    for (let i = 0; i < person.faces.length; i++) faces[corner + i] = person.faces[i] + vertex;
    for (let i = 0; i < person.faces.length; i += 3) {
      const isEye = person.part !== null && person.part[person.faces[i]] === 1;
      colors.push(isEye ? EYE_COLOR : PERSON_COLORS[p % PERSON_COLORS.length]);
    }
    vertex += person.vertices.length / 3;
    corner += person.faces.length;
  });
  return { vertices, faces, shade, colors };
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

/**
 * The shade at a point of a face that the camera sees at pixel (x, y) and depth Z. The point is P = Z·((x − cx)/f,
 * (y − cy)/f, 1); its barycentric coordinates solve P − A = b·(B − A) + c·(C − A) in the least squares sense.
 */
function surfaceShade(scene: Scene, camera: Camera): (face: number, x: number, y: number, Z: number) => number {
  const { vertices, faces, shade } = scene;
  const { focalLength: f } = camera;
  const [cx, cy] = camera.principalPoint;
  return (face, x, y, Z) => {
    const a = faces[3 * face];
    const b = faces[3 * face + 1];
    const c = faces[3 * face + 2];
    const ax = vertices[3 * a];
    const ay = vertices[3 * a + 1];
    const az = vertices[3 * a + 2];
    const ux = vertices[3 * b] - ax;
    const uy = vertices[3 * b + 1] - ay;
    const uz = vertices[3 * b + 2] - az;
    const vx = vertices[3 * c] - ax;
    const vy = vertices[3 * c + 1] - ay;
    const vz = vertices[3 * c + 2] - az;
    const px = (Z * (x - cx)) / f - ax;
    const py = (Z * (y - cy)) / f - ay;
    const pz = Z - az;
    const uu = ux * ux + uy * uy + uz * uz;
    const uv = ux * vx + uy * vy + uz * vz;
    const vv = vx * vx + vy * vy + vz * vz;
    const pu = px * ux + py * uy + pz * uz;
    const pv = px * vx + py * vy + pz * vz;
    const determinant = uu * vv - uv * uv;
    if (!(determinant > 0)) return shade[a];
    const weightB = Math.min(1, Math.max(0, (vv * pu - uv * pv) / determinant));
    const weightC = Math.min(1 - weightB, Math.max(0, (uu * pv - uv * pu) / determinant));
    return shade[a] + weightB * (shade[b] - shade[a]) + weightC * (shade[c] - shade[a]);
  };
}
