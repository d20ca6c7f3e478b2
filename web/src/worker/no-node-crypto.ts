/** What stands for Node's `crypto` in a browser: nothing, because WebCrypto is there. */
export const webcrypto = undefined;
