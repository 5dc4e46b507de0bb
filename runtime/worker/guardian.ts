import { spawn } from 'node:child_process';

/** Outlives the worker to end what it leaves behind. */
export interface Guardian {
  /** From now on the process and its group end with the worker. */
  watch(pid: number): void;
  /** The process ended by itself: its number may soon be another's. */
  forget(pid: number): void;
  /** The worker ends in order: nothing is to be killed. */
  dismiss(): void;
}

/**
 * Reads `+ PID` and `- PID` until the worker's end of the pipe is closed, which the system does however the worker
 * ended; then gives the runs two seconds to say so and kills the groups of those that are left.
 */
const script = `
trap '' INT TERM HUP
groups=
while read -r sign pid; do
  case $sign in
    +) groups="$groups $pid" ;;
    -) left=; for group in $groups; do [ "$group" = "$pid" ] || left="$left $group"; done; groups=$left ;;
    .) exit 0 ;;
  esac
done
sleep 2
for group in $groups; do kill -KILL "-$group" 2>/dev/null; done`;

/**
 * Starts the guardian: a shell, because it takes a megabyte where a thread in each run's process takes ten, and because
 * it also ends what a run started and what blocks its thread. Windows has no process groups and none of this.
 */
export function createGuardian(): Guardian {
  if (process.platform === 'win32') return { watch: () => undefined, forget: () => undefined, dismiss: () => undefined };
  const shell = spawn('/bin/sh', ['-c', script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  shell.unref();
  // A guardian that somebody kills must not take the worker with it.
  shell.stdin.on('error', () => undefined);
  shell.on('error', () => undefined);
  const tell = (text: string): boolean => shell.stdin.write(`${text}\n`);
  return {
    watch: (pid) => void tell(`+ ${pid}`),
    forget: (pid) => void tell(`- ${pid}`),
    dismiss: () => void shell.stdin.end('.\n'),
  };
}
