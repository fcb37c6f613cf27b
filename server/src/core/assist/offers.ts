/** Asks every assist what it offers at a place, and keeps a crash to the assist that had it. */
import { type Assist, type AssistContext, type AssistInput, type Offer, type Refusal } from './assist';
import { type SourceChange } from '../text/textEdit';

/** An offer with the assist that made it. */
export interface AssistOffer extends Offer {
  readonly assist: string;
  readonly kind: NonNullable<Offer['kind']>;
}

/** Told when an assist threw: what it would have offered is lost, nothing else. */
export type OnAssistCrash = (assist: string, error: unknown) => void;

/** Everything that the assists offer for the context's selection, in the order of their ids. */
export function offersAt(
  assists: readonly Assist[],
  ctx: AssistContext,
  onCrash: OnAssistCrash,
): readonly AssistOffer[] {
  return assists.flatMap((assist) => {
    try {
      return [...assist.offers(ctx)].map((offer) => ({
        ...offer,
        assist: assist.meta.id,
        kind: offer.kind ?? assist.meta.kind,
      }));
    } catch (error) {
      onCrash(assist.meta.id, error);
      return [];
    }
  });
}

/** The change behind an offer; undefined when it is no longer right, or its assist is gone. */
export function resolveOffer(
  assists: readonly Assist[],
  ctx: AssistContext,
  { assist: id, target }: { readonly assist: string; readonly target: string },
  input: AssistInput,
  onCrash: OnAssistCrash,
): SourceChange | Refusal | undefined {
  const assist = assists.find(({ meta }) => meta.id === id);
  try {
    return assist?.resolve(ctx, target, input);
  } catch (error) {
    onCrash(id, error);
    return undefined;
  }
}
