"""A question being answered says which answer's turn it takes."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """A new column; of what is being answered while it is added, it is not known."""
    op.add_column("askings", sa.Column("instead_of", sa.String(32)))
