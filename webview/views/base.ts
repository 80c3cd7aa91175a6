/** Tab Base: the ranking without any preference data: how strong it is, how it was found, and what is gained over weaker ones. */
import { h } from '../dom.ts';
import { t } from '../l10n.ts';
import { basesSections } from './bases.ts';
import { curveSection, withCurve } from './curve.ts';
import { emptyNote, partHeading } from './part-picker.ts';
import type { View } from './view.ts';

export const baseView: View = (context) => {
  const { report, state } = context;
  const sections = basesSections(context);
  const parts = withCurve(report);
  const part = parts.find(({ name }) => name === state.part) ?? parts[0];
  return h(
    'div',
    {},
    ...sections,
    ...(part === undefined
      ? []
      : [
          h('h2', { class: 'section' }, t('Gain over the strength of the base')),
          partHeading(part, parts, context),
          curveSection(part, context),
        ]),
    sections.length === 0 &&
      part === undefined &&
      emptyNote(t('The report does not say how its base was found: it was not searched for.')),
  );
};
