import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { type Progress, runVerifyTask, type Verified, type VerifyTask } from './verify-task.ts';

/** One verification at a time, with its progress; leaving the page ends it. */
export function useVerifyTask(done: (verified: Verified) => void = () => {}) {
  const [progress, setProgress] = useState<Progress | null>(null);
  const ending = useRef<AbortController | null>(null);
  useEffect(() => () => ending.current?.abort(), []);
  const task = useMutation({
    mutationFn: async (make: () => Promise<VerifyTask>) => {
      ending.current?.abort();
      const controller = new AbortController();
      ending.current = controller;
      setProgress({ done: 0, of: 0 });
      return runVerifyTask(await make(), setProgress, controller.signal);
    },
    onSuccess: done,
    onSettled: () => setProgress(null),
  });
  return { task, progress };
}
