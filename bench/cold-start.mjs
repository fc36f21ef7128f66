export async function coldStartRows() {
  return []
}
