// What the scripts of this folder share: the job on standard input, the system's Chromium.

export const flags = (process.env.CHROMIUM_FLAGS ?? "").split(" ").filter(Boolean);
export const chromium = process.env.CHROMIUM;

export async function job() {
  let text = "";
  for await (const piece of process.stdin) text += piece;
  return JSON.parse(text);
}

export function answer(value) {
  process.stdout.write(JSON.stringify(value));
}
