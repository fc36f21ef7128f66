// How much memory the engines of this process have.

/** To be called before an engine is started; answers how many bytes all of their memories have. */
export function watchWasm() {
  const memories = []
  const { Instance } = WebAssembly
  WebAssembly.Instance = new Proxy(Instance, {
    construct(target, given) {
      const instance = new target(...given)
      memories.push(instance.exports.memory)
      return instance
    },
  })
  return () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0)
}
