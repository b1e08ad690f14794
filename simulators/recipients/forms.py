"""The forms with which an administrator acts as a recipient (spec/ui.md 14.4)."""

from __future__ import annotations

from typing import Any

from django import forms

from hsa.hsa_id import normalise
from simulators.recipients import queries
from simulators.recipients.batch import MOST, USUAL_NUMBER
from simulators.recipients.models import PARTS, ReceivedDocument, SentMessage
from simulators.recipients.orders import CONTACT, Complement, Order, usual_last_day
from simulators.topics import QUESTIONS, Topic

ANSWER = "ANSWER"
_NOTHING = ("", "–")


class ActForm(forms.Form):
    """One message about a received certificate; a field for each question of its type that can be completed."""

    topic = forms.ChoiceField(label="Vad som skickas")
    answers = forms.ChoiceField(label="Svar på vårdens fråga", required=False)
    reminds_of = forms.ChoiceField(label="Påminner om", required=False)
    heading = forms.CharField(label="Rubrik", max_length=255, required=False)
    text = forms.CharField(label="Text", widget=forms.Textarea(attrs={"rows": 4, "cols": 80}))
    last_day = forms.DateField(
        label="Sista dag för svar", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    contact = forms.CharField(
        label="Kontaktuppgifter, en rad för varje",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
    )
    fault = forms.ChoiceField(label="Felaktig variant", required=False, choices=[_NOTHING, *SentMessage.Fault.choices])

    def __init__(self, document: ReceivedDocument, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = (document.recipient, document.certificate_id)
        asked = list(queries.open_questions_of_care(*place))
        sent = list(queries.open_messages(*place))
        self._askable = queries.askable(queries.intyg_of(document))
        self.fields["topic"].choices = _topics(is_asked=bool(asked), is_waiting=bool(sent))
        self.fields["answers"].choices = [_NOTHING, *((row.message_id, _described(row)) for row in asked)]
        self.fields["reminds_of"].choices = [_NOTHING, *((row.message_id, _described(row)) for row in sent)]
        self.fields["last_day"].initial = usual_last_day
        self.fields["contact"].initial = "\n".join(CONTACT)
        for item in self._askable:
            self.fields[_name(item)] = forms.CharField(label=_label(item), required=False)

    def order(self) -> Order:
        """The order of a valid form. What has no place in the chosen kind of message is left out."""
        values = self.cleaned_data
        topic = values["topic"]
        is_answer = topic == ANSWER
        return Order(
            topic="" if is_answer else topic,
            text=values["text"],
            heading=values["heading"],
            last_day=None if is_answer else values["last_day"],
            contact=tuple(line for line in values["contact"].splitlines() if line.strip()),
            complements=self._complements() if topic == Topic.KOMPLT else (),
            reminds_of=values["reminds_of"] if topic == Topic.PAMINN else "",
            answers=values["answers"] if is_answer else "",
            fault=values["fault"],
        )

    def _complements(self) -> tuple[Complement, ...]:
        texts = ((item, self.cleaned_data[_name(item)].strip()) for item in self._askable)
        return tuple(Complement(item.question_id, text, item.instance) for item, text in texts if text)


class BatchForm(forms.Form):
    """Mixed questions over several units."""

    recipient = forms.ChoiceField(label="Mottagare", choices=[(part, part) for part in PARTS])
    number = forms.IntegerField(label="Antal", min_value=1, max_value=MOST, initial=USUAL_NUMBER)
    units = forms.CharField(
        label="Enheter (HSA-id), en rad för varje. Tomt: alla som mottagaren har intyg från",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
    )

    def clean_units(self) -> list[str]:
        return [normalise(line) for line in self.cleaned_data["units"].splitlines() if line.strip()]


def _topics(*, is_asked: bool, is_waiting: bool) -> list[tuple[str, str]]:
    choices = [(topic.value, f"Fråga: {topic.label}") for topic in QUESTIONS]
    choices.append((Topic.KOMPLT.value, "Begäran om komplettering"))
    if is_waiting:
        choices.append((Topic.PAMINN.value, Topic.PAMINN.label))
    if is_asked:
        choices.append((ANSWER, "Svar på vårdens fråga"))
    return choices


def _described(row: ReceivedDocument | SentMessage) -> str:
    return f"{row.topic} {row.message_id}"


def _name(item: queries.Askable) -> str:
    return f"complement-{item.question_id}-{item.instance or ''}"


def _label(item: queries.Askable) -> str:
    instance = f", instans {item.instance}" if item.instance is not None else ""
    return f"Komplettera {item.question_id} {item.name}{instance}"
