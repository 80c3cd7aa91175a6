import { expect, it } from 'vitest';
import { countsOutcomes, isOutcome } from '../../../src/specfile/names/outcome-names.ts';

const list = (text: string) => text.trim().split(/\s+/);

it('knows what happens after the impression by its name, in any writing', () => {
  const names = list(`
    is_like isLike IS_HATE is_follow is_comment is_forward long_view play_time_ms playTimeMs profile_stay_time
    comment_stay_time is_profile_enter watch_ratio play_duration nonclk clk playing_time conversion conversion_timestamp
    conversion_id attribution cpo click_pos click_nb read_percentage read_time share dwell dwell_ms watchTime n_comment
    transactionid addtocart add_to_cart isclick click_timestamp SalesAmountInEuro time_delay_for_conversion watching_times
    favorite useful funny cool played_ratio_pct stars rating user_rating label label_1 y target visit is_completed completed
    completion_rate video_play_time_ms like_timestamp click_avatar read_comment stay play skip_1 not_skipped ms_played
    view_time viewed is_view longView validPlay effective-view watchtime playtime time_spent dwellTimeSeconds Clicked liked
    purchased buy converted revenue engagement reaction feedback read RetweetTimestamp bookmarked
  `);
  expect(names.filter((name) => !isOutcome(name))).toEqual([]);
});

it('leaves names that hold such a word beside others', () => {
  const names = list(`
    video_duration duration_ms duration is_video_author follow_user_num fans_user_num like_cnt like_cnt_user play_cnt shared_tags
    price_paid cost playlist_id playlist player is_organic track_length_seconds click_url last_click_time
    time_since_last_click nb_clicks_1week clicks_before hist_click reader_age readability share_price content_rating avg_rating
    review_count profile_complete view_id page_view_id search_session_id order sort_order display replay display_position
    time_ms is_rand tab register_days is_live_streamer followers hourmin date video_type item_id treatment banner_pos
    watch_brand read_only likely isweekend cms_group_id long_title page_type quick_ship valid_days position play_mode
  `);
  expect(names.filter(isOutcome)).toEqual([]);
});

it('knows counts of outcomes, which are properties only where they are old enough', () => {
  expect(list('like_cnt follow_user_num click_rate play_count').every(countsOutcomes)).toBe(true);
  expect(list('is_like price user_num duration_ms register_days').some(countsOutcomes)).toBe(false);
});
