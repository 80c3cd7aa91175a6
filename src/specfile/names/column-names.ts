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
      'course goods content candidate target_item feed note clip hotel campaign',
  ),
  time: words(
    'timestamp ts time time_stamp datetime event_time unixtime created_at event_timestamp click_time impression_time date dt ' +
      'time_ms timestamp_ms review_time unix_review_time rated_at updated_at',
  ),
  label: words(
    'label click clicked is_click is_clicked clk target y like liked is_like purchase purchased conversion converted ' +
      'is_purchase buy long_view effective_view valid_play watched engaged response feedback reward',
  ),
  rating: words('rating stars score overall rate'),
  group: words(
    'impression request query search slate page_view impr req list serp session visit search_session browse_session',
  ),
  split: words('split fold part subset partition phase'),
};

function words(text: string): string[] {
  return text.split(' ');
}

/** `movieId` → `movie_id`. */
export function snake(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .join('_');
}

/** The name without what says that it is an id: `user_idx`, `userId` and `user` are all `user`. */
export function stemOf(name: string): string {
  return snake(name).replace(/_?(id|key|code|no|hash|idx|index|num|number|name)$/, '');
}

/** How well a name fits a role: 0 is best; undefined where it does not. */
export function nameRank(name: string, role: Role): number | undefined {
  const whole = snake(name);
  const stem = whole.replace(/_?(id|key|code|no|hash|idx|index)$/, '');
  const rank = STEMS[role].findIndex((word) => word === whole || (stem !== '' && word === stem));
  return rank < 0 ? undefined : rank;
}

const CODES = new Set(
  words(
    'id ids key code type category cat cate class cluster zip postcode region city state country hour weekday day month brand ' +
      'campaign advertiser creative seller merchant shop store author uploader artist album publisher music tag topic genre ' +
      'segment segid domain site app device model os browser carrier ip hash idx index pid cid slot channel tab',
  ),
);

/** Whether the name says that numbers are codes rather than amounts: `cityCode`, `cat1`, `C14`. */
export function isCode(name: string): boolean {
  const whole = snake(name);
  const last = whole.split('_').at(-1)!.replace(/\d+$/, '');
  return CODES.has(last) || /^c\d+$/.test(whole) || (last.length > 2 && last.endsWith('id'));
}

const AMOUNTS = new Set(
  words(
    'ms sec secs second seconds minute minutes hours days years duration length width height size price amount cost bid budget ' +
      'income balance distance count cnt num number quantity qty age score weight bytes',
  ),
);

/** Whether the name says that numbers are amounts, however few of them there are: `duration_ms`, `fans_user_num`. */
export function isAmount(name: string): boolean {
  return AMOUNTS.has(snake(name).split('_').at(-1)!);
}

/** Whether the column numbers the rows of its file: `id`, `row_id`, the `Unnamed: 0` of pandas. */
export function isRowNumber(name: string): boolean {
  return /^(id|index|idx|row|row_?id|row_?num|row_?number|row_?index|record_?id|uuid|guid|unnamed_\d+)$/.test(
    snake(name),
  );
}
