import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { seededRandom } from '../random.js';
import { openHuman } from './human.js';
import { type Common, learnBody } from './learn-body.js';
import type { Gender } from './macro.js';
import { neighbours } from './mesh.js';
import { openMpfb2 } from './mpfb2.js';
import { type BuildOptions, formatReport } from './report.js';
import { boneWeights, parseRig } from './rig.js';
import { meanRow, mixHalves, type Samples, samplePopulation } from './samples.js';
import { folding } from './symmetry.js';
import { bodyTopology } from './topology.js';
import { smplWeights } from './weights.js';
import { writeBody } from './write-body.js';

export interface Options extends BuildOptions {
  /** MPFB2's data folder. */
  readonly mpfb2: string;
  /** Folder to write to; made when it is missing. */
  readonly out: string;
  readonly log: (line: string) => void;
}

/** Draws people, learns a female, a male and a neutral body from them and writes these with their report. */
export function buildBodies(options: Options): void {
  const { log, seed } = options;
  log('reading MPFB2');
  const data = openMpfb2(options.mpfb2);
  const topology = bodyTopology(data.mesh, data.mirror);
  const folded = folding(topology.mirror);
  const bones = parseRig('rig.game_engine.json', data.rig);
  const rigWeights = boneWeights('weights.game_engine.json', data.rigWeights, bones, topology.source);

  const people = (gender: Gender, random: ReturnType<typeof seededRandom>): Samples => {
    const human = openHuman(data, topology, gender);
    const tenth = Math.max(Math.floor(options.samples / 10), 1);
    return samplePopulation(human, topology, folded, bones, rigWeights, options.samples, random, (done) => {
      if (done % tenth === 0) log(`${gender}: ${done} of ${options.samples} people`);
    });
  };
  const female = people('female', seededRandom(seed));
  const male = people('male', seededRandom(seed + 1));
  const neutral = mixHalves(female, male);

  // One set of weights for all three: meshes of different bodies then bend alike.
  const rest = folded.unfold(meanRow(neutral.folded, neutral.count));
  const weights = smplWeights(rigWeights, bones, rest, meanRow(neutral.joints, neutral.count), topology.mirror);
  const common: Common = { topology, folded, weights, neighbours: neighbours(topology.faces, topology.part.length) };

  mkdirSync(options.out, { recursive: true });
  const reports = Object.entries({ female, male, neutral }).map(([name, samples]) => {
    const learning = { poses: options.poses, seed: seed + 2 };
    const { body, figures } = learnBody(samples, common, learning, (step) => log(`${name}: ${step}`));
    const file = writeBody(body, topology);
    writeFileSync(path.join(options.out, `${name}.npz`), file);
    const sha256 = createHash('sha256').update(file).digest('hex');
    return { ...figures, name, bytes: file.length, sha256 };
  });
  writeFileSync(path.join(options.out, 'REPORT.md'), formatReport(reports, options));
}
