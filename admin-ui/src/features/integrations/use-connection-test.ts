import { useMutation } from '@tanstack/react-query';
import { type NewProvider, type TestAnswer, testUnsaved } from './integrations.api';

export interface TestOutcome {
  readonly presetId: string;
  readonly name: string;
  readonly answer: TestAnswer;
}

/** Tests all picked formats at once, with what is on the screen. */
export function useConnectionTest() {
  return useMutation({
    mutationFn: (bodies: readonly NewProvider[]): Promise<TestOutcome[]> =>
      Promise.all(
        bodies.map(async (body) => ({
          presetId: body.preset_id,
          name: body.name,
          answer: await testUnsaved(body),
        })),
      ),
  });
}
export type ConnectionTest = ReturnType<typeof useConnectionTest>;
