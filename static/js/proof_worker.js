// Solves a proof-of-work challenge of the altcha kind (PBKDF2) beside the page, so that typing never stutters.
const bytesOf = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

onmessage = async ({ data: parameters }) => {
  const nonce = bytesOf(parameters.nonce);
  const salt = bytesOf(parameters.salt);
  const hash = parameters.algorithm.split("/")[1];
  const password = new Uint8Array(nonce.length + 4);
  password.set(nonce);
  for (let counter = 0; counter <= 0xffffffff; counter += 1) {
    new DataView(password.buffer).setUint32(nonce.length, counter);
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const method = { name: "PBKDF2", hash, salt, iterations: parameters.cost };
    const derivedKey = hexOf(new Uint8Array(await crypto.subtle.deriveBits(method, key, parameters.keyLength * 8)));
    if (derivedKey.startsWith(parameters.keyPrefix)) {
      postMessage({ counter, derivedKey });
      return;
    }
  }
};
