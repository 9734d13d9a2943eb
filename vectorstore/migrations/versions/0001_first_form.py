"""The form of version 0.1.0, before catalogues said which form they have."""

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Nothing: a catalogue without a revision has this form."""
