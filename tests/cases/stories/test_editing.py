"""What a person does with stories, and what outsiders are told."""

import pytest

from cases.changes.models import Change
from cases.stories.models import KeptApart, Story, StoryEdit, StoryMembership
from cases.stories.services import (
    keep_apart,
    lock_story,
    merge_stories,
    move_article,
    name_story,
    refresh_story,
    split_story,
    undo_edit,
)
from people.models import Account
from tests.factories import make_article, make_story
from tracker.lib.errors import Conflict, Refused

pytestmark = pytest.mark.django_db


def told(story: Story) -> list[tuple[str, bool]]:
    changes = Change.objects.filter(record_type="story", record_id=story.pk).order_by("id")
    return [(change.kind, change.public) for change in changes]


def test_a_name_given_by_a_person_stays(researcher: Account) -> None:
    story = make_story(articles=(make_article("Machine title"),))
    name_story(story, title_en="The letter", title_ru="Письмо", by=researcher, reason="clearer")
    story.refresh_from_db()
    refresh_story(story)
    assert (story.title_en, story.title_ru, story.title) == ("The letter", "Письмо", "The letter")
    assert told(story) == [("updated", True)]
    assert Change.objects.get().reason == "clearer"


def test_the_same_name_again_tells_nothing(researcher: Account) -> None:
    story = make_story()
    for _time in range(2):
        name_story(story, title_en="The letter", by=researcher, reason="clearer")
    assert len(told(story)) == 1


def test_a_story_needs_a_title(researcher: Account) -> None:
    with pytest.raises(Refused):
        name_story(make_story(), title_en="  ", by=researcher, reason="")


def test_locking_is_told_to_colleagues_only(researcher: Account) -> None:
    story = make_story()
    assert lock_story(story, by=researcher, reason="complete").locked
    assert told(story) == [("updated", False)]
    assert not lock_story(story, locked=False, by=researcher, reason="more to come").locked


def test_a_moved_article_is_counted_where_it_went(researcher: Account) -> None:
    stays, moves = make_article(), make_article()
    before, target = make_story(articles=(stays, moves)), make_story()
    membership = move_article(moves, to=target, by=researcher, reason="other event")
    before.refresh_from_db()
    target.refresh_from_db()
    assert (before.articles_count, target.articles_count) == (1, 1)
    assert membership.placed_by_person
    assert told(before) == told(target) == [("updated", True)]


def test_a_story_left_by_its_last_article_leads_to_where_it_went(researcher: Account) -> None:
    article = make_article()
    before, target = make_story(articles=(article,)), make_story()
    move_article(article, to=target, by=researcher, reason="same event")
    before.refresh_from_db()
    assert before.merged_into == target
    assert before.is_public  # its address must lead on
    assert told(before) == [("merged", True)]


def test_a_split_makes_a_story_of_the_chosen_articles(researcher: Account) -> None:
    kept, chosen = make_article("First event"), make_article("Second event")
    story = make_story(articles=(kept, chosen))
    fresh = split_story(story, articles=[chosen], by=researcher, reason="two events")
    story.refresh_from_db()
    assert (fresh.title, fresh.articles_count, story.articles_count) == ("Second event", 1, 1)
    assert fresh.is_public
    assert told(fresh) == [("created", True)]
    assert StoryMembership.objects.get(article=chosen).placed_by_person


@pytest.mark.parametrize("number", [0, 2])
def test_a_split_of_none_or_all_is_refused(researcher: Account, number: int) -> None:
    articles = (make_article(), make_article())
    story = make_story(articles=articles)
    with pytest.raises(Refused):
        split_story(story, articles=articles[:number], by=researcher, reason="?")


def test_a_merge_moves_all_and_keeps_the_address(researcher: Account) -> None:
    one, other = make_story(articles=(make_article(),)), make_story(articles=(make_article(),))
    survivor = merge_stories(one, into=other, by=researcher, reason="one event")
    one.refresh_from_db()
    assert survivor == other and survivor.articles_count == 2
    assert one.merged_into == other
    assert (told(one), told(other)) == ([("merged", True)], [("updated", True)])
    with pytest.raises(Conflict):
        merge_stories(one, into=other, by=researcher, reason="again")


def test_a_story_is_not_merged_into_itself(researcher: Account) -> None:
    story = make_story()
    with pytest.raises(Refused):
        merge_stories(story, into=story, by=researcher, reason="slip")


def test_what_a_split_told_apart_stays_apart_also_after_a_merge(researcher: Account) -> None:
    articles = (make_article(), make_article())
    story, third = make_story(articles=articles), make_story(articles=(make_article(),))
    fresh = split_story(story, articles=articles[1:], by=researcher, reason="two events")
    assert KeptApart.objects.filter(one=story, other=fresh).exists()
    merge_stories(fresh, into=third, by=researcher, reason="one event")
    assert KeptApart.objects.filter(one=story, other=third).exists()


def test_every_edit_is_on_record_with_who_and_why(researcher: Account) -> None:
    story = make_story(articles=(make_article(), make_article()))
    name_story(story, title_en="The letter", by=researcher, reason="clearer")
    lock_story(story, by=researcher, reason="complete")
    edits = StoryEdit.objects.order_by("id").values_list("kind", "done_by", "reason")
    assert list(edits) == [
        ("name", researcher.pk, "clearer"),
        ("lock", researcher.pk, "complete"),
    ]


def test_a_merge_taken_back_gives_both_stories_their_articles_and_keeps_them_apart(
    researcher: Account,
) -> None:
    mine, theirs = make_article("Mine"), make_article("Theirs")
    one, other = make_story(articles=(mine,)), make_story(articles=(theirs,))
    merge_stories(one, into=other, by=researcher, reason="one event")
    undo_edit(StoryEdit.objects.get(), by=researcher, reason="a slip")
    one.refresh_from_db()
    assert one.merged_into is None
    assert StoryMembership.objects.get(article=mine).story == one
    assert StoryMembership.objects.get(article=theirs).story == other
    assert KeptApart.objects.count() == 1
    with pytest.raises(Refused):
        undo_edit(StoryEdit.objects.get(), by=researcher, reason="again")


def test_a_split_taken_back_is_one_story_again(researcher: Account) -> None:
    articles = (make_article(), make_article())
    story = make_story(articles=articles)
    fresh = split_story(story, articles=articles[1:], by=researcher, reason="two events")
    undo_edit(StoryEdit.objects.get(), by=researcher, reason="one after all")
    fresh.refresh_from_db()
    assert story.memberships.count() == 2 and fresh.merged_into == story
    assert not KeptApart.objects.exists()


def test_a_name_taken_back_is_what_it_was(researcher: Account) -> None:
    story = make_story(articles=(make_article("Machine title"),))
    name_story(story, title_en="The letter", by=researcher, reason="clearer")
    undo_edit(StoryEdit.objects.get(), by=researcher, reason="worse")
    story.refresh_from_db()
    assert not story.named_by_person and story.title_en != "The letter"


def test_an_older_name_is_not_taken_back_over_a_later_one(researcher: Account) -> None:
    story = make_story(articles=(make_article("Machine title"),))
    for title in ("The letter", "The open letter"):
        name_story(story, title_en=title, by=researcher, reason="clearer")
    with pytest.raises(Conflict):
        undo_edit(StoryEdit.objects.order_by("id")[0], by=researcher, reason="worse")
    story.refresh_from_db()
    assert story.named_by_person and story.title_en == "The open letter"
    undo_edit(StoryEdit.objects.order_by("id")[1], by=researcher, reason="worse")
    undo_edit(StoryEdit.objects.order_by("id")[0], by=researcher, reason="worse too")
    story.refresh_from_db()
    assert not story.named_by_person


def test_a_move_taken_back_keeps_apart_what_a_person_told_apart(researcher: Account) -> None:
    stays, moves = make_article(), make_article()
    before, target = make_story(articles=(stays, moves)), make_story(articles=(make_article(),))
    keep_apart(before, target, by=researcher, reason="two events")
    move_article(moves, to=target, by=researcher, reason="of the other")
    undo_edit(StoryEdit.objects.get(), by=researcher, reason="a slip")
    assert before.memberships.count() == 2
    assert KeptApart.objects.filter(one=before, other=target).exists()


def test_a_move_of_the_only_article_is_taken_back(researcher: Account) -> None:
    article = make_article()
    before, target = make_story(articles=(article,)), make_story(articles=(make_article(),))
    move_article(article, to=target, by=researcher, reason="other event")
    undo_edit(StoryEdit.objects.get(), by=researcher, reason="a slip")
    before.refresh_from_db()
    assert before.merged_into is None and before.articles_count == 1
    assert target.memberships.count() == 1


@pytest.mark.parametrize("what", ["merge", "split"])
def test_what_was_merged_further_meanwhile_is_not_torn_from_where_it_went(
    researcher: Account, what: str
) -> None:
    articles = (make_article(), make_article())
    story, third = make_story(articles=articles), make_story(articles=(make_article(),))
    if what == "split":
        other = split_story(story, articles=articles[1:], by=researcher, reason="two events")
    else:
        other = make_story(articles=(make_article(),))
        merge_stories(story, into=other, by=researcher, reason="one event")
    edit = StoryEdit.objects.get()
    merge_stories(other, into=third, by=researcher, reason="one event with the third")
    with pytest.raises(Conflict):
        undo_edit(edit, by=researcher, reason="a slip")
    other.refresh_from_db()
    assert other.merged_into == third
