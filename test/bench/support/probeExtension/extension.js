const fs = require('node:fs');
const vscode = require('vscode');

/** Activates the extensions named in PROMPTSTACK_BENCH_ORDER, one after the other, and writes how long each took. */
exports.activate = async () => {
  const times = {};
  for (const id of process.env.PROMPTSTACK_BENCH_ORDER.split(',')) {
    // A quiet moment first, so that none pays for what the window still does.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const extension = vscode.extensions.getExtension(id);
    const wasActive = extension.isActive;
    const start = performance.now();
    await extension.activate();
    times[id] = { ms: performance.now() - start, wasActive };
  }
  fs.writeFileSync(process.env.PROMPTSTACK_BENCH_RESULT, JSON.stringify(times));
};
