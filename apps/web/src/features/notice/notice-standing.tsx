import type { ToldNotice } from '@countersign/contracts';
import { Result, When } from '../../marks/index.ts';
import { basisWord, noticeState } from './words.ts';

/** Where the consumer stands, with the basis of it. */
export function NoticeStanding({ notice }: { notice: ToldNotice }) {
  const { state, basis, until, stateAt } = notice;
  return (
    <>
      <Result tone={noticeState[state].tone}>{noticeState[state].word}</Result>
      <span className="cap block">
        {basis && `${basisWord[basis]}, `}
        <When at={stateAt} />
        {until && (
          <>
            , until <When at={until} />
          </>
        )}
      </span>
    </>
  );
}
