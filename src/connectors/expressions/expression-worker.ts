/**
 * Body of a worker thread that evaluates heavy expressions. Under Jest it runs from this very file, its
 * types stripped by Node; that is why it and all it imports use `#` paths (which resolve to `.ts` with
 * the condition `source`) and only syntax that can be erased.
 */
import { parentPort } from 'node:worker_threads';
import { evaluateWithin } from '#connectors/expressions/evaluation.js';
import { ExpressionCache } from '#connectors/expressions/expression-cache.js';
import { ExpressionError } from '#connectors/expressions/expression.error.js';
import { limitFault } from '#connectors/expressions/limit-messages.js';
import { LimitExceeded, WORKER_LIMITS } from '#connectors/expressions/limits.js';
import { Meter } from '#connectors/expressions/meter.js';
import {
  READY,
  type WorkerAnswer,
  type WorkerTask,
} from '#connectors/expressions/worker-protocol.js';

const cache = new ExpressionCache(WORKER_LIMITS, 500);

async function answer(task: WorkerTask): Promise<WorkerAnswer> {
  try {
    const meter = new Meter(WORKER_LIMITS, task.nowMs, task.timeMs);
    return { id: task.id, value: await evaluateWithin(meter, cache.get(task.source), task.input) };
  } catch (error) {
    if (error instanceof LimitExceeded) return { id: task.id, fault: limitFault(error.kind) };
    if (!(error instanceof ExpressionError)) throw error;
    const { code, message } = error;
    return { id: task.id, fault: { code, message } };
  }
}

if (parentPort === null) throw new Error('this file runs as a worker thread only');
const port = parentPort;
port.on('message', (task: WorkerTask) => {
  void answer(task).then((result) => port.postMessage(result));
});
port.postMessage(READY);
