/** A guest asks for their data, or to be forgotten. */
import { queryOptions } from '@tanstack/react-query';
import type {
  EraseGuest,
  ErasureAnswer,
  ExportGuest,
} from '../../../../src/access/data-subjects/data-subjects.schemas.js';
import { getJson, postForFile, postJson } from '../../lib/api';

export type Guest = ExportGuest;
export type Erasure = ErasureAnswer;
export type ErasureSource = Erasure['sources'][number];

const PATH = '/api/v1/data-subjects';
const LOOK_MS = 1_000;

export const exportGuest = (guest: Guest): Promise<Blob> => postForFile(`${PATH}/export`, guest);
export const eraseGuest = (body: EraseGuest): Promise<Erasure> => postJson(`${PATH}/erase`, body);

export function isOver({ status }: Pick<Erasure, 'status'>): boolean {
  return status === 'done' || status === 'failed';
}

/** A count or an erasure that goes on in the background, until it is over. */
export const erasureQuery = (begun: Erasure) =>
  queryOptions({
    queryKey: ['data-subject', begun.id],
    queryFn: () => getJson<Erasure>(`${PATH}/requests/${begun.id}`),
    initialData: begun,
    staleTime: 0,
    enabled: !isOver(begun),
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : LOOK_MS),
  });
