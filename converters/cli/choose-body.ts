import path from 'node:path';
import { FitError } from '../../core/error.js';
import type { BodyModel } from '../../core/types.js';
import { type BodyGender, pickBodyFile } from '../../models/gendered-body.js';
import { SHIPPED_BODIES } from '../../models/registry.js';
import { readFolder } from './node-files.js';
import { openBody } from './node-models.js';

/** What the options say about the body. */
export interface BodyChoice {
  /** neutral, female, male, or a file in SMPL's keys, .npz or .pkl. */
  readonly body?: string;
  /** Folder of gendered models: basicModel_f_*.pkl, SMPL_FEMALE.pkl ... */
  readonly bodyDir?: string;
  /** Where neither the file converted nor a table says another. */
  readonly gender?: BodyGender;
  /** Shape components of a body file (default: 10). */
  readonly betas?: number;
}

/** @throws FitError usage when the body is named in two ways */
export function expectOneBody({ body, bodyDir, gender }: BodyChoice): void {
  if (body === undefined) return;
  if (bodyDir !== undefined) {
    throw new FitError('usage', '--body and --body-dir', 'both name the body.', 'Give one of them.');
  }
  // Of a file nobody knows whose body it is.
  if (gender === undefined || gender === body || !SHIPPED_BODIES.includes(body)) return;
  throw new FitError(
    'usage',
    '--body and --gender',
    `they name two bodies, ${body} and ${gender}.`,
    'Give one of them.',
  );
}

/**
 * Refuses what names a body, of a file that is one itself.
 *
 * @throws FitError usage
 */
export function expectNoOtherBody(file: string, { body, bodyDir, gender }: BodyChoice): void {
  const given = Object.entries({ '--body': body, '--body-dir': bodyDir, '--gender': gender });
  const option = given.find(([, value]) => value !== undefined)?.[0];
  if (option === undefined) return;
  const what = `${file} is itself the body that is converted.`;
  throw new FitError('usage', option, what, `Leave ${option} out, or convert the body that it names.`);
}

/** @throws FitError usage where genders are told by the image for a file whose people are of no image */
export function expectNoGenders(file: string, { genderCsv }: { readonly genderCsv?: string }): void {
  if (genderCsv === undefined) return;
  const what = `${file} holds no keypoints of images that the table could name.`;
  throw new FitError('usage', '--gender-csv', what, 'Leave it out; --gender says whose body fitted parameters have.');
}

/**
 * The name or file of the body for a person: the one that --body names, else that of the gender in --body-dir, else the
 * shipped one of the gender.
 *
 * @throws FitError not-found when the folder has no such body
 */
export function bodyFor({ body, bodyDir, gender }: BodyChoice, told?: BodyGender): string {
  if (body !== undefined) return body;
  const wanted = told ?? gender ?? 'neutral';
  return bodyDir === undefined ? wanted : path.join(bodyDir, pickBodyFile(bodyDir, readFolder(bodyDir), wanted));
}

/**
 * Opens bodies by name or file, each once.
 *
 * @throws FitError not-found | bad-input | unsupported
 */
export function bodyOpener({ betas }: Pick<BodyChoice, 'betas'>): (nameOrPath: string) => Promise<BodyModel> {
  const opened = new Map<string, Promise<BodyModel>>();
  return (nameOrPath) => {
    const body = opened.get(nameOrPath) ?? openBody(nameOrPath, betas === undefined ? {} : { betas });
    opened.set(nameOrPath, body);
    return body;
  };
}
