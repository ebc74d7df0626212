// Data files are scripts, because a page that was opened from disk may not fetch anything.

declare global {
  interface Window {
    cb_data(path: string, value: unknown): void;
  }
}

const loaded = new Map<string, unknown>();
const waiting = new Map<string, Promise<unknown>>();

window.cb_data = (path, value) => {
  loaded.set(path, value);
};

export function load<T>(path: string): Promise<T> {
  let promise = waiting.get(path);
  if (!promise) {
    promise = new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = path;
      script.onload = () => {
        script.remove();
        if (loaded.has(path)) {
          resolve(loaded.get(path));
        } else {
          reject(new Error(`${path} is damaged; write the report again`));
        }
      };
      script.onerror = () => {
        script.remove();
        waiting.delete(path);
        reject(new Error(`${path} is not there; the report was written again: reload the page`));
      };
      document.head.append(script);
    });
    waiting.set(path, promise);
  }
  return promise as Promise<T>;
}
