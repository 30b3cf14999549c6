import sharp from 'sharp';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import type { BodyMaps } from '../../../core/render/maps.js';
import { PART_COLORS } from '../../../core/render/part-colors.js';
import { type Color, PERSON_COLORS } from '../../../core/render/person-colors.js';
import type { Camera, Image } from '../../../core/types.js';
import { writeNpy } from '../../../models/npy.js';
import { writeNpz } from '../../../models/npz.js';
import { PARTS_FORMAT } from '../../formats/format-names.js';
import { encodePng } from '../node-png.js';
import { encodeIndexedPng } from './render-indexed-png.js';

/** What `photorig render` can draw. */
export const MAP_NAMES = ['overlay', 'depth', 'parts', 'silhouette', 'normals'] as const;
export type MapName = (typeof MAP_NAMES)[number];

/** Which way is red in the picture of normals. Green is up and blue is towards the viewer in both. */
export const NORMAL_STYLES = ['opengl', 'controlnet'] as const;
export type NormalStyle = (typeof NORMAL_STYLES)[number];

/** What has been drawn of one picture. */
export interface Drawn {
  readonly maps: BodyMaps;
  readonly camera: Camera;
  readonly people: number;
  readonly normalStyle: NormalStyle;
  /** The bodies over the photo; called when it is asked for. */
  overlay(): Image;
}

/** One file of a map. */
export interface MapFile {
  readonly format: 'png' | 'npz' | 'json';
  /** Follows the name of the input. */
  readonly ending: string;
  /** null: this picture needs no such file. */
  encode(drawn: Drawn): Promise<Uint8Array | string | null>;
}

/** The files that each map is written to. */
const FILES: Readonly<Record<MapName, readonly MapFile[]>> = {
  overlay: [{ format: 'png', ending: '-overlay.png', encode: ({ overlay }) => encodePng(overlay()) }],
  depth: [
    { format: 'png', ending: '-depth.png', encode: ({ maps }) => encodeDepth(maps) },
    { format: 'npz', ending: '-depth.npz', encode: async (drawn) => packDepth(drawn) },
  ],
  parts: [
    { format: 'png', ending: '-parts.png', encode: async ({ maps }) => encodeIndices(maps, maps.part, PART_PALETTE) },
    { format: 'json', ending: '-parts.json', encode: async (drawn) => legend(drawn) },
    {
      format: 'png',
      ending: '-persons.png',
      encode: async ({ maps, people }) => (people < 2 ? null : encodeIndices(maps, maps.person, personPalette(people))),
    },
  ],
  silhouette: [{ format: 'png', ending: '-silhouette.png', encode: ({ maps }) => encodeSilhouette(maps) }],
  normals: [{ format: 'png', ending: '-normals.png', encode: (drawn) => encodeNormals(drawn) }],
};

export const mapFiles = (maps: readonly MapName[]): MapFile[] => maps.flatMap((map) => FILES[map]);

const NOBODY: Color = [0, 0, 0];
const PART_PALETTE: readonly Color[] = [NOBODY, ...SMPL_JOINTS.map((joint) => PART_COLORS[joint])];
const personPalette = (people: number): Color[] => [
  NOBODY,
  ...Array.from({ length: people }, (_, p) => PERSON_COLORS[p % PERSON_COLORS.length]),
];

const encodeIndices = ({ width, height }: BodyMaps, indices: Uint8Array, palette: readonly Color[]): Uint8Array =>
  encodeIndexedPng({ width, height, indices, palette });

/** Grey, 16 bits: millimetres, at least 1 and at most 65,535 where somebody is; 0 where nobody is. */
async function encodeDepth({ width, height, depth }: BodyMaps): Promise<Uint8Array> {
  const MOST = 0xffff;
  const millimetres = new Uint16Array(depth.length);
  for (let i = 0; i < depth.length; i++) {
    if (depth[i] > 0) millimetres[i] = Math.min(MOST, Math.max(1, Math.round(1000 * depth[i])));
  }
  return sharp(millimetres, { raw: { width, height, channels: 1 } })
    .toColourspace('grey16')
    .png()
    .toBuffer();
}

/** `depth`, height×width, metres; and the camera: X = (x − cx)·Z/f, Y = (y − cy)·Z/f with x, y at pixel centres. */
function packDepth({ maps: { width, height, depth }, camera }: Drawn): Uint8Array {
  return writeNpz({
    depth: writeNpy(depth, [height, width]),
    focal_length: writeNpy(Float64Array.of(camera.focalLength), []),
    principal_point: writeNpy(Float64Array.from(camera.principalPoint), [2]),
  });
}

/** Grey, 8 bits: white where the body is. */
async function encodeSilhouette({ width, height, silhouette }: BodyMaps): Promise<Uint8Array> {
  return sharp(silhouette, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer();
}

/**
 * ControlNet 1.1 was trained on normals whose red points left ("blue is front, red is left, green is top", its README).
 */
async function encodeNormals({ maps: { width, height, normals }, normalStyle }: Drawn): Promise<Uint8Array> {
  const rgb = normals.slice();
  if (normalStyle === 'controlnet') for (let i = 0; i < rgb.length; i += 3) rgb[i] = 255 - rgb[i];
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

/** What the numbers in the map of parts mean. */
function legend({ maps: { width, height }, people }: Drawn): string {
  const names = ['background', ...SMPL_JOINTS];
  const hexadecimal = (color: Color): string =>
    `#${color.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
  const parts = names.map((name, index) => ({ index, name, color: hexadecimal(PART_PALETTE[index]) }));
  return `${JSON.stringify({ format: PARTS_FORMAT, image: { width, height }, people, parts }, null, 2)}\n`;
}
