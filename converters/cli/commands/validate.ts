import type { SkeletonSummary, ValidationReport } from '../../validate/finding.js';
import { validateFile } from '../../validate/validate-file.js';
import { EXIT, type ExitCode, reportError } from '../exit.js';
import { readBytes } from '../node-files.js';

/** `photorig validate FILE...`: what engines would hold against each file. Fails when any has an error. */
export async function validateCommand(
  files: readonly string[],
  { json = false }: { json?: boolean },
): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  for (const file of files) {
    try {
      const report = await validateFile(await readBytes(file), file);
      if (!report.valid) code = EXIT.failure;
      process.stdout.write(json ? `${JSON.stringify({ file, ...report })}\n` : describe(file, report));
    } catch (error) {
      code = reportError(error);
    }
  }
  return code;
}

function describe(file: string, { findings, skeletons, checked }: ValidationReport): string {
  const count = (severity: string): string => {
    const { length } = findings.filter((finding) => finding.severity === severity);
    return `${length} ${severity}${length === 1 ? '' : 's'}`;
  };
  const lines = [
    `${file}: ${count('error')}, ${count('warning')} (${checked.join(', ')})`,
    ...skeletons.map((skeleton) => `  ${describeSkeleton(skeleton)}`),
    ...findings.map(({ severity, code, message, todo }) => `  ${severity} ${code}: ${message} ${todo}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** A BVH has no mesh, and its unit is its own. */
function describeSkeleton({ root, joints, vertices, triangles, height }: SkeletonSummary): string {
  const skeleton = `skeleton ${root}: ${joints} joints`;
  return vertices === 0
    ? skeleton
    : `${skeleton}, ${vertices} vertices, ${triangles} triangles, ${height.toFixed(2)} m`;
}
