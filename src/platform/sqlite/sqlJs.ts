import { readFileSync } from 'node:fs';
import initSqlJs from 'sql.js';

/** Node has it, but its types do not. */
interface WasmApi {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(module: object, imports: object): Promise<object>;
}

/**
 * Loads SQLite as WebAssembly, some 30 ms. Needs sql.js 1.16 or later: earlier ones drop statements and functions with every export.
 * @param wasm path of `sql-wasm.wasm`
 * @throws when the file is missing or is no WebAssembly
 */
export async function loadSqlJs(wasm: string): Promise<initSqlJs.SqlJsStatic> {
  // Compiled here: sql.js would tell of bad bytes on the console only.
  const { WebAssembly: api } = globalThis as unknown as { readonly WebAssembly: WasmApi };
  const module = await api.compile(readFileSync(wasm));
  return new Promise((resolve, reject) => {
    const options = {
      instantiateWasm(imports: object, done: (instance: object, module: object) => void): object {
        api.instantiate(module, imports).then((instance) => done(instance, module), reject);
        return {};
      },
      // The functions that sql.js adds of old would hide SQLite's own.
      useOldExtensionFunctions: false,
    };
    initSqlJs(options as initSqlJs.SqlJsConfig).then(resolve, reject);
  });
}
