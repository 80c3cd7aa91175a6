/**
 * Names of outcomes: what happened after the impression, which no ranker can know before it. A name is one when every word
 * of it is an outcome or says nothing else (`is_like`, `profile_stay_time`, `watchRatio`): `video_duration`, `shared_tags`
 * and `follow_user_num` hold words of another kind, and stay. The words are English and those of public logs (KuaiRand,
 * KuaiSAR, KuaiRec, Taobao, Avazu, Criteo, MIND, Tenrec, RetailRocket, Yelp, Yambda, MicroLens).
 */
import { snake } from './column-names.ts';

const OUTCOMES = set(
  'click clicked clk clicking nonclk tap tapped like liked dislike disliked unlike hate hated loved favorite favorited ' +
    'favourite favourited fav follow followed unfollow comment commented reply replied retweet retweeted repost reposted ' +
    'share shared forward forwarded collect collected save saved bookmark bookmarked download downloaded install installed ' +
    'subscribe subscribed buy bought purchase purchased convert converted conversion conv cart carted atc checkout transaction ' +
    'revenue gmv dwell stay watch watched watching play played playing listen listened listening read skip skipped bounce bounced ' +
    'hover scroll engage engaged engagement react reacted reaction enter entered viewed attribution refund refunded',
);
/** Outcomes only beside words that say nothing: a profile may be complete, and products have a mean rating. */
const WEAK = set(
  'rating rated stars reviewed complete completed completion finish finished reward feedback response label view ordered',
);
const PLAIN = set(
  'is has was did does n in to add added non not no first long short valid effective full quick deep double ' +
    'time times duration ms s sec secs second seconds min mins minute minutes millis milliseconds timestamp ts at date ' +
    'ratio percentage percent pct progress depth value amount flag indicator bool binary given',
);
/** What was acted on, and who did: `video_play_time`, `user_clicked`, `profile_stay_time`. */
const OBJECTS = set(
  'user item video ad post article news song track product photo feed story image profile page detail details avatar homepage cover',
);
/** `conversion_id`: there is one only where something was bought. */
const IDENTIFIED = set('click conversion purchase transaction order checkout');
/** A view alone is an impression; long, valid or timed it is an outcome. */
const QUALITIES = set(
  'is has was long short valid effective full complete time duration ms sec secs seconds minutes ratio percentage percent pct progress depth',
);
const WHOLE = set(
  'target y outcome visit useful funny cool cpo click_pos click_nb not_skipped reason_end scroll_depth gmv profit sale sales ' +
    'sales_amount sales_amount_in_euro time_delay_for_conversion playtime_forever session_duration session_length order_id ' +
    'order_amount order_value order_time order_date clicks conversions purchases transactions orders installs spent time_spent timespent ' +
    'spent_time video_complete video_completion video_finish finish_rate completion_rate complete_rate watch_rate read_rate ' +
    'feedback_type reaction_type interaction_type is_attributed',
);

function set(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}

/** Whether a column names an outcome: part of what happened after the impression. */
export function isOutcome(name: string): boolean {
  const whole = snake(name);
  if (WHOLE.has(whole)) return true;
  const words = whole.split('_').flatMap(pieces);
  const rest = words.filter((word) => !PLAIN.has(word) && !/^\d+$/.test(word));
  const strong = rest.filter((word) => OUTCOMES.has(word));
  if (strong.length > 0) {
    const identified = strong.some((word) => IDENTIFIED.has(word));
    return rest.every(
      (word) => OUTCOMES.has(word) || WEAK.has(word) || OBJECTS.has(word) || (identified && word === 'id'),
    );
  }
  const weak = rest.filter((word) => WEAK.has(word));
  if (weak.length === 0 || !rest.every((word) => WEAK.has(word) || word === 'user')) return false;
  return weak.some((word) => word !== 'view') || words.some((word) => QUALITIES.has(word));
}

/** `watchtime` → `watch`, `time`: names written without anything between their words. */
function pieces(word: string): string[] {
  if (isKnown(word)) return [word];
  for (let at = word.length - 2; at >= 2; at--) {
    const head = word.slice(0, at);
    if (!isKnown(head)) continue;
    const tail = pieces(word.slice(at));
    if (tail.every(isKnown)) return [head, ...tail];
  }
  return [word];
}

function isKnown(word: string): boolean {
  return [OUTCOMES, WEAK, PLAIN, OBJECTS].some((known) => known.has(word)) || word === 'id';
}

const STATISTICS = set('cnt count num number total sum avg mean rate ctr cvr');

/** Whether a column counts outcomes, such as `like_cnt` or `click_rate`: known before the row only where it was counted before. */
export function countsOutcomes(name: string): boolean {
  if (isOutcome(name)) return false;
  const words = snake(name).split('_');
  return words.some((word) => STATISTICS.has(word)) && words.some((word) => OUTCOMES.has(word));
}
