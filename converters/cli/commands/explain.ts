import path from 'node:path';
import type { Watch } from '../../../core/fit/fitter.js';
import type { Image } from '../../../core/types.js';
import { explainHtml, type StageRecord } from '../../export/explain-html.js';
import type { FitResult } from '../../export/fit-json.js';
import { drawOverlay } from '../../export/fitted-people.js';
import { writeBytes } from '../node-files.js';
import { encodeJpeg } from '../node-jpeg.js';
import type { Job, Output } from '../plan.js';
import { freeFileBeside, type RunFiles } from '../run-files.js';

/** The stages of each person's fit, kept as they are told. */
export interface Trace {
  readonly stages: StageRecord[][];
  readonly watch: (person: number) => Watch;
}

export function recordStages(): Trace {
  const stages: StageRecord[][] = [];
  return {
    stages,
    watch: (person) => {
      const own: StageRecord[] = [];
      stages[person] = own;
      return (stage, candidates) => own.push({ stage, candidates });
    },
  };
}

/** The job with a page of its own, beside the first output and named after it, unless -o names one. */
export function withExplanation(job: Job, files: RunFiles): Job {
  if (job.outputs.some(({ format }) => format === 'html')) return job;
  const first = job.outputs[0]?.file ?? job.input;
  const { dir, name } = path.parse(first);
  const file = freeFileBeside(first, path.join(dir, `${name}-explained.html`), files);
  return { ...job, outputs: [...job.outputs, { format: 'html', file }] };
}

/** Writes the page that shows how the people were fitted; returns its name. */
export async function writeExplanation(
  { file }: Output,
  result: FitResult,
  photo: Image | null,
  { stages }: Trace,
): Promise<string[]> {
  const picture = async (image: Image) => ({ bytes: await encodeJpeg(image), mimeType: 'image/jpeg' as const });
  const page = explainHtml({
    result,
    stages,
    photo: photo && (await picture(photo)),
    overlay: photo && (await picture(drawOverlay(result, photo))),
  });
  await writeBytes(file, page);
  return [file];
}
