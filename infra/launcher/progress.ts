import { Listr, PRESET_TIMER, type ListrTask } from 'listr2';

/** Runs tasks with progress: redrawn on a terminal, plain lines elsewhere. The first failure ends it all. */
export async function runTasks(tasks: ListrTask[], concurrent = false): Promise<void> {
  const timer = PRESET_TIMER;
  await new Listr(tasks, {
    concurrent,
    rendererOptions: { collapseSubtasks: false, timer },
    fallbackRendererOptions: { timer },
  }).run();
}
