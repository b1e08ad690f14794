from __future__ import annotations

import json

from accounts.serialisation import user_from_json, user_to_json
from accounts.user import LaunchParameters
from tests.factories import make_integrated_user, make_user


def test_a_user_survives_the_session() -> None:
    user = make_user(missing_subscription=("SE1-VG",))
    assert user_from_json(json.loads(json.dumps(user_to_json(user)))) == user


def test_a_launched_user_survives_the_session() -> None:
    user = make_integrated_user(launch=LaunchParameters(sjf=True, ref="a", launch_id="b"))
    assert user_from_json(json.loads(json.dumps(user_to_json(user)))) == user
