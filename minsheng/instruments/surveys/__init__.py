"""Surveys (问卷): the same questions put to many, by street and activity: words, a choice, a rating.

Words: a matter of a room above *opens* a survey with its questions and *closes* it; whoever is at an activity of that
matter *answers*, once in each street; results are *compared* street by street.
Promises: one answer a person and street; who answered what is read by nobody: the mark that tells an answer from a
second one is made with a secret that is thrown away when the survey is closed. So what was written can't be found again
or taken back by whoever wrote it, not even when they are erased; the form says so before it is sent. Of few, nothing
is told that could give one of them away; every share shows its n.
"""
