// The one poller: often while something changes, less and less often while nothing does, never while nobody looks.

const most = 30_000;
const polling = new Set();

// Reads all that is shown at once, because something was done or somebody looks again.
export function refresh() {
  for (const again of polling) again();
}

document.addEventListener('visibilitychange', () => { if (!document.hidden) refresh(); });

// Runs until the signal. What a run finds is null if it failed, or `seen`: as long as that stays the same the waits grow;
// `due` is when it is going to change, if that is known, and `over` says that it will not change by itself.
export function poll(run, least, signal) {
  let wait = least;
  let last = null;
  let timer = null;
  let isRunning = false;
  let isAsked = false;

  async function tick() {
    clearTimeout(timer);
    if (document.hidden || signal.aborted) return;
    if (isRunning) {
      isAsked = true;
      return;
    }
    [isRunning, isAsked] = [true, false];
    let found = null;
    try {
      found = await run();
    } finally {
      isRunning = false;
    }
    if (signal.aborted) return;
    const seen = found && JSON.stringify(found.seen);
    wait = found && seen !== last ? least : Math.min(wait * 1.5, most);
    last = seen ?? last;
    if (isAsked) tick();
    else if (!found?.over) timer = setTimeout(tick, Math.min(wait, untilDue(found)));
  }

  function untilDue(found) {
    const left = found?.due ? new Date(found.due) - Date.now() + 300 : 0;
    return left > 0 ? Math.max(left, least) : most;
  }

  const again = () => {
    wait = least;
    tick();
  };
  polling.add(again);
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    polling.delete(again);
  });
  tick();
}
