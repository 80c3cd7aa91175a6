/** docs/validation.md around its tables. */
import type { Tables } from './tables.ts';

export function page(t: Tables): string {
  const without =
    t.missing.length === 0
      ? ''
      : `\n**This run had no reference data**: the rows of ${t.missing.join(' and ')} are left out. \`LIS_REFERENCE_DATA\` names their folder.\n`;
  return `# Validation

Written by \`npm run validate\`; do not edit.

A score is worth as much as the decisions that follow from it. This page asks two things. Does the AIS of a content model stay below the LIS of the
data that it was aligned on, and do both rank the same way? And does what a report says before a launch order sources and models
as an A/B test would after it? The second is asked of ${t.worlds} small worlds whose rules are known, so that beside what a test would have
seen, the truth is known.

Everything is measured by the product's own code, from Parquet files on: reading, features, search of the base, heads. τ-b is Kendall's, 1 where
two numbers order alike and 0 where one says nothing of the other. Brackets hold 95 % of a bootstrap over worlds (over runs, in the first table).

## The worlds

Each world is a [feed](../examples/feed/README.md) or a [market of ads](../examples/ads/README.md) by the rules of the examples: 9,000 rows of 180 users
over fourteen days. Drawn for each: how much tastes decide (in one world of eight, next to nothing), how fast they drift, how many items are new
each day, and how good the files below are.

| source | what it is |
|---|---|
| \`co-click\`, \`session\`, \`ranker-vectors\` | built from the log, window of seven days |
| \`curated\` | a file of 100 judgements a day, "these two belong together". Half of them or more name the nearest of ten items by the world's own vectors, the others any item; in a quarter of the worlds all of them name any item |
| \`random\` | as many judgements, all of them about any item: useless |

| vectors | what they are |
|---|---|
| \`world\` | what tastes are really about: 16 numbers an item |
| \`spoilt\` | the same with normal noise, of standard deviation 0.05 to 1.5 (their own is 0.25) |
| \`buried\` | the same and 16 other numbers, as loud as 0.1 to 1, all in a random rotation |
| \`buried, aligned on …\` | the [probe](probes.md) of \`buried\` on a source: a linear alignment that learns from the past alone |
| \`noise\` | normal noise: useless |

## LIS against AIS

Each row takes the four sources that are made of pairs. **Aligned AIS** is the AIS of vectors aligned on the source: \`buried\` in the worlds,
and in MovieLens vectors of title and overview; **before** is that of the same vectors as they are. The bases are \`lr\`; \`fm\` by the options of the reference run, unsearched and with one seed;
and \`fm\` as the product searches it. Worlds of 20,000 and 40,000 rows have a user for every 60 rows.
The correlations are over all sources of all runs of a row. **AIS ≤ LIS** is the share of sources for which it holds of the two
estimates; **by intervals**, the share for which they do not contradict it (the AIS's lower limit is not above the LIS's upper one).
${without}
${t.agreement}

![LIS of a source against the AIS of vectors aligned on it](validation/lis-ais.svg)

${t.findings.agreement}

Of the other reference logs none can take part: Frappe has no time, so nothing is aligned honestly; Open Bandit has no users; MIND's sample has hardly
more than one impression a user, and texts for 284 of its 7,457 items.

## A simulated A/B test

Every world is evaluated twice.

1. **As a report would**, before the launch: the log's last four days are evaluated, and every source and model gets its LIS, honest gain and AIS
   (one seed).
2. **Launched**, at the midnight after the log: each user sends four requests, each with ten candidates, drawn as the world draws what it may
   show. Base and arms are trained anew on the whole log, and each arm ranks the candidates. Histories, counts and P end before the first request. A leaked
   arm cannot be launched; what stands for a source is its honest arm, or vectors aligned on it.

The candidate that an arm ranks first is shown. **Clicks**: ranked by the arm's probability, counted by the world's own. **Time or value**: in a
feed the same ranking, and the seconds that follow; in the market ranked by probability × bid, as an auction does, and counted by the value
of what is sold. The **true uplift** is what the arm shows minus what the base shows on the same requests, in true probabilities. A **test** splits the
180 users in two at random, and sees what they happen to do.

### What arms said, and what they brought

Means over worlds.

${t.arms}

### The order of sources

How well a number orders the five sources of a world: mean τ-b with the true uplift of their honest arms, and of vectors aligned on them (four sources).
**Over all worlds**: Spearman's correlation of the number and the uplift per cent, over all sources of all worlds.
**Share of the best**: the clicks that the source put first by this number brings, as a share of those that the best one brings. "A lot" draws the
source. "The A/B test itself" orders by what the tests saw, each with all 180 users of its world.

${t.sources}

![How well each number orders sources](validation/order.svg)

![LIS of a source and the uplift of its honest arm](validation/sources.svg)

${t.findings.sources}

### The order of models

${t.models}

![AIS of vectors and their uplift](validation/vectors.svg)

${t.findings.models}

### Where the order is lost

From the LIS to the money, step by step: mean τ-b within worlds between one number and the next.

${t.chain}

${t.findings.chain}

## Two stages or joint training

The paper's literal reading trains one ranker for each arm (\`training: joint\`); the product measures a head on top of one tuned base. Both
were measured in every world, and both were launched. The last column is paired over worlds.

${t.joint}

![Two stages and joint training](validation/joint.svg)

${t.findings.joint}

## What a real test would need

Arms of all kinds, by what the log said of them. **Users that a test needs**: both halves together, four impressions each, to find the true uplift with 80 %
power at the 5 % level.

${t.tests}

${t.findings.tests}
`;
}
