// The work that the endpoint may ask for before it takes a comment: a number such that the hash of challenge and number
// begins with so many zero bits.

/** So many hashes are asked for at once: each by itself would cost a turn of the loop. */
const AT_ONCE = 256;
/** More than this would take for ever on a phone. */
const MOST_BITS = 24;

/**
 * The proof; nothing where there is no challenge, one that would take for ever, or no hashing (pages without HTTPS).
 * @param {{ challenge?: string, bits?: number } | undefined} work
 * @returns {Promise<string | undefined>}
 */
export const prove = async (work) => {
  const { challenge, bits = Infinity } = work ?? {};
  if (!challenge || !(bits <= MOST_BITS) || !globalThis.crypto?.subtle) return;
  const encoder = new TextEncoder();
  for (let number = 0; ; number += AT_ONCE) {
    const proofs = Array.from({ length: AT_ONCE }, (_, i) => `${challenge}:${number + i}`);
    const hashes = await Promise.all(proofs.map((proof) => crypto.subtle.digest("SHA-256", encoder.encode(proof))));
    const found = hashes.findIndex((hash) => Math.clz32(new DataView(hash).getUint32(0)) >= bits);
    if (found >= 0) return proofs[found];
  }
};
