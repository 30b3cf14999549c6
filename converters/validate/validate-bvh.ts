import { FitError } from '../../core/error.js';
import { readBvh } from '../import/bvh.js';
import { type BvhJoint, parseBvh } from '../import/bvh-text.js';
import { error, type Finding, isValid, type ValidationReport, warning } from './finding.js';

/**
 * Checks the text of a BVH: one hierarchy, as many finite numbers as frames and channels say, a position and three
 * rotations where they belong, names and a T-pose that we know.
 */
export function validateBvh(text: string, where = 'validateBvh'): ValidationReport {
  const checked = ['hierarchy', 'frames and channels', 'numbers', 'bone names', 'T-pose'];
  try {
    const { joints, frameCount } = parseBvh(where, text);
    const findings = [...checkChannels(joints), ...checkNames(joints)];
    if (frameCount < 2) {
      const what = 'it has a single frame.';
      findings.push(warning('clip-without-length', what, 'Write two frames: tools drop clips of no length.'));
    }
    findings.push(...checkMeaning(where, text));
    const heights = restHeights(joints);
    const height = heights.reduce((a, b) => Math.max(a, b)) - heights.reduce((a, b) => Math.min(a, b));
    const skeleton = { root: joints[0].name, joints: joints.length, vertices: 0, triangles: 0, height };
    const animations = [`${frameCount} frames`];
    return { valid: isValid(findings), findings, checked, skeletons: [skeleton], animations };
  } catch (cause) {
    if (!(cause instanceof FitError)) throw cause;
    const findings = [findingOf(where, cause, error)];
    return { valid: false, findings, checked, skeletons: [], animations: [] };
  }
}

/** Joints turn, only the root also moves. */
function checkChannels(joints: readonly BvhJoint[]): Finding[] {
  const findings: Finding[] = [];
  const turning = joints.filter(({ channels }) => new Set(channels.filter((c) => c.endsWith('rotation'))).size !== 3);
  if (turning.length > 0) {
    const what = `joints without three rotations: ${turning.map(({ name }) => name).join(', ')}.`;
    findings.push(warning('odd-channels', what, 'Give each joint Zrotation, Xrotation and Yrotation.'));
  }
  if (new Set(joints[0].channels.filter((channel) => channel.endsWith('position'))).size !== 3) {
    const what = 'the root does not have three position channels, so the figure stays in place.';
    findings.push(warning('root-cannot-move', what, 'Give the root Xposition, Yposition and Zposition.'));
  }
  return findings;
}

function checkNames(joints: readonly BvhJoint[]): Finding[] {
  const names = joints.map(({ name }) => name);
  const twice = [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];
  if (twice.length === 0) return [];
  const what = `several joints are called ${twice.join(', ')}.`;
  return [error('duplicate-bones', what, 'Give each joint a name of its own: tools find them by name.')];
}

/** Whether we could put the motion on our own skeleton. */
function checkMeaning(where: string, text: string): Finding[] {
  try {
    readBvh(where, text);
    return [];
  } catch (cause) {
    if (!(cause instanceof FitError)) throw cause;
    return [findingOf(where, cause, warning)];
  }
}

function findingOf(where: string, cause: FitError, as: typeof error): Finding {
  const [, what, todo] = /^(.*[.)]) (\S.*\.)$/.exec(cause.message.replace(`${where}: `, '')) ?? ['', cause.message, ''];
  return as(cause.code === 'unsupported' ? 'unknown-skeleton' : 'unreadable', what, todo);
}

/** y of each joint at rest, in the file's unit. */
function restHeights(joints: readonly BvhJoint[]): number[] {
  const heights: number[] = [];
  for (const { parent, offset } of joints) heights.push(offset[1] + (parent < 0 ? 0 : heights[parent]));
  return heights;
}
