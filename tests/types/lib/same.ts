/** Whether two types are the same, `any` and optional members included. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

/** Compiles when the type says so: `is<Same<A, B>>(true)`. */
export declare function is<Answer extends boolean>(answer: Answer): void
