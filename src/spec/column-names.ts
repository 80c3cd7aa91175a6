/** What columns are called in the logs people have, role by role, the likelier names first. */

export type Role = 'user' | 'item' | 'time' | 'label' | 'rating' | 'group' | 'split';

const STEMS: Record<Role, readonly string[]> = {
  user: words(
    'user u uid userid visitor customer member account reviewer viewer reader listener buyer consumer client ' +
      'person profile cookie device',
  ),
  item: words(
    'item i iid itemid movie movieid product article news ad adgroup creative video song track artist book isbn asin ' +
      'parent_asin sku business venue poi restaurant recipe game app post document doc listing photo offer job ' +
      'course goods content candidate target_item',
  ),
  time: words(
    'timestamp ts time time_stamp datetime event_time unixtime created_at event_timestamp click_time impression_time date dt ' +
      'time_ms timestamp_ms review_time unix_review_time rated_at updated_at',
  ),
  label: words(
    'label click clicked is_click is_clicked target y like liked is_like purchase purchased conversion converted ' +
      'is_purchase buy watched engaged response feedback reward',
  ),
  rating: words('rating stars score overall rate'),
  group: words('impression request query search slate page_view impr req list'),
  split: words('split fold part subset partition phase'),
};

/** What is known only after the impression, and would leak the label. */
const OUTCOMES = new Set(
  words(
    'dwell watch play listen read duration revenue gmv like share comment follow forward purchase conversion ' +
      'click rating stars watched engaged reward feedback',
  ),
);

function words(text: string): string[] {
  return text.split(' ');
}

/** `movieId` → `movie_id`. */
function snake(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .join('_');
}

/** How well a name fits a role: 0 is best; undefined where it does not. */
export function nameRank(name: string, role: Role): number | undefined {
  const whole = snake(name);
  const stem = whole.replace(/_?(id|key|code|no|hash|idx|index)$/, '');
  const rank = STEMS[role].findIndex((word) => word === whole || (stem !== '' && word === stem));
  return rank < 0 ? undefined : rank;
}

/** Whether a column names an outcome: part of what happened after the impression. */
export function isOutcome(name: string): boolean {
  return snake(name)
    .split('_')
    .some((word) => OUTCOMES.has(word));
}

/** Whether the name says that numbers are codes rather than amounts. */
export function isCode(name: string): boolean {
  return /(^|_)(id|key|code|type|category|class|cluster|zip|region|hour|weekday|day|month)$/.test(
    snake(name),
  );
}
