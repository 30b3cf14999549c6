/** The part of the Khronos validator that we call; the package has no types of its own. */
declare module 'gltf-validator' {
  interface Message {
    readonly code: string;
    readonly message: string;
    /** 0 error, 1 warning, 2 information, 3 hint. */
    readonly severity: number;
    /** JSON pointer into the glTF, when the message is about one place. */
    readonly pointer?: string;
  }

  interface Report {
    readonly issues: { readonly messages: readonly Message[] };
    readonly info: { readonly totalTriangleCount: number };
  }

  interface Options {
    readonly maxIssues?: number;
    readonly writeTimestamp?: boolean;
    readonly ignoredIssues?: readonly string[];
  }

  /** Rejects when the bytes are not glTF at all. */
  export function validateBytes(bytes: Uint8Array, options?: Options): Promise<Report>;
}
