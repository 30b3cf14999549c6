import { validateGlb } from '../../validate/validate-glb.js';
import { EXIT, type ExitCode, reportError } from '../exit.js';
import { readBytes } from '../node-files.js';

/** `photorig validate FILE...`: the Khronos validator and our rig checks. Fails when any file has an error. */
export async function validateCommand(
  files: readonly string[],
  { json = false }: { json?: boolean },
): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  for (const file of files) {
    try {
      const report = await validateGlb(await readBytes(file), file);
      if (!report.valid) code = EXIT.failure;
      if (json) {
        process.stdout.write(`${JSON.stringify({ file, ...report })}\n`);
        continue;
      }
      const count = (severity: string): string => {
        const { length } = report.findings.filter((finding) => finding.severity === severity);
        return `${length} ${severity}${length === 1 ? '' : 's'}`;
      };
      process.stdout.write(`${file}: ${count('error')}, ${count('warning')}\n`);
      for (const { root, joints, vertices, triangles, height } of report.skeletons) {
        process.stdout.write(
          `  skeleton ${root}: ${joints} joints, ${vertices} vertices, ${triangles} triangles, ${height.toFixed(2)} m\n`,
        );
      }
      for (const { severity, code: name, message, todo } of report.findings) {
        process.stdout.write(`  ${severity} ${name}: ${message} ${todo}\n`);
      }
    } catch (error) {
      code = reportError(error);
    }
  }
  return code;
}
