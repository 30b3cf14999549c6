/** NAME.truth.json beside a rendered picture: what was rendered. Camera frame: metres, x right, y down, z forward. */
export interface Truth {
  readonly image: { readonly width: number; readonly height: number };
  readonly camera: { readonly focalLength: number; readonly principalPoint: readonly [number, number] };
  /** Shipped body that the parameters belong to. */
  readonly body: string;
  /** 72, axis-angle, radians. */
  readonly pose: readonly number[];
  /** 10. */
  readonly betas: readonly number[];
  /** Metres. */
  readonly translation: readonly number[];
  /** SMPL's joints and the body's surface points by name, metres. */
  readonly joints3d: Readonly<Record<string, readonly [number, number, number]>>;
}

/** Widest line of a truth file, the house style's. */
const LINE = 120;

/** The truth as JSON in the house style: points on a line each, the long lists filled into lines. */
export function formatTruth(truth: Truth): string {
  const point = (numbers: readonly number[]): string => `[${numbers.join(', ')}]`;
  const { image, camera, joints3d } = truth;
  const joints = Object.entries(joints3d).map(([name, xyz]) => `    "${name}": ${point(xyz)}`);
  return `{
  "image": { "width": ${image.width}, "height": ${image.height} },
  "camera": { "focalLength": ${camera.focalLength}, "principalPoint": ${point(camera.principalPoint)} },
  "body": "${truth.body}",
  "pose": [
${filled(truth.pose)}
  ],
  "betas": ${point(truth.betas)},
  "translation": ${point(truth.translation)},
  "joints3d": {
${joints.join(',\n')}
  }
}
`;
}

/** Numbers with commas, as many to a line as fit, four spaces in. */
function filled(numbers: readonly number[]): string {
  const lines: string[] = [];
  let line = '';
  numbers.forEach((number, i) => {
    const word = i === numbers.length - 1 ? `${number}` : `${number},`;
    if (line !== '' && `${line} ${word}`.length > LINE) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? `    ${word}` : `${line} ${word}`;
  });
  return [...lines, line].join('\n');
}
