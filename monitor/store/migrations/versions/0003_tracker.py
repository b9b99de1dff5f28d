"""Full text search over the documents, and what readers say is wrong."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SQLITE = """
CREATE VIRTUAL TABLE search_words USING fts5(title, words, tokenize = 'porter unicode61 remove_diacritics 2')
"""
POSTGRESQL = """
CREATE TABLE search_words (
  rowid BIGINT PRIMARY KEY,
  title TEXT NOT NULL,
  words TEXT NOT NULL,
  vector TSVECTOR GENERATED ALWAYS AS (
    setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', words), 'B')
  ) STORED
)
"""


def upgrade() -> None:
    """Make the tables; the words of documents that are there already are put in when the pages start."""
    sqlite = op.get_context().dialect.name == "sqlite"
    serial = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "search_documents",
        sa.Column("seq", serial, primary_key=True),
        sa.Column("document_id", sa.Text(), nullable=False, unique=True),
        sa.Column("version_id", sa.Text(), nullable=False),
    )
    op.execute(SQLITE if sqlite else POSTGRESQL)
    if not sqlite:
        op.execute("CREATE INDEX ix_search_words_vector ON search_words USING gin (vector)")
    op.create_table(
        "objections",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("about_kind", sa.Text(), nullable=False),
        sa.Column("about_id", sa.Text(), nullable=False),
        sa.Column("about_name", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("evidence_url", sa.Text(), server_default="", nullable=False),
        sa.Column("reply_to", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("closed_by", sa.Text()),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
    )
    op.create_index(op.f("ix_objections_closed_at"), "objections", ["closed_at"])
