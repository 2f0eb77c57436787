import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# The text index stands beside the columns of `search_entrytext` and is kept in step by the database itself. A later
# migration that alters this table makes SQLite build it anew, without its triggers: it must then run both functions.
POSTGRESQL = [
    """
    ALTER TABLE search_entrytext
        ADD COLUMN lead_vector tsvector GENERATED ALWAYS AS (
            setweight(to_tsvector('simple', title_terms), 'A') || setweight(to_tsvector('simple', summary_terms), 'B')
        ) STORED,
        ADD COLUMN search_vector tsvector GENERATED ALWAYS AS (
            setweight(to_tsvector('simple', title_terms), 'A') || setweight(to_tsvector('simple', summary_terms), 'B')
            || setweight(to_tsvector('simple', body_terms), 'D')
        ) STORED
    """,
    "CREATE INDEX search_entrytext_lead ON search_entrytext USING gin (lead_vector)",
    "CREATE INDEX search_entrytext_search ON search_entrytext USING gin (search_vector)",
    # Short rows: a common word is found in thousands of them, and sorting reads each.
    "ALTER TABLE search_entrytext SET (toast_tuple_target = 128)",
]
COLUMNS = "title_terms, summary_terms, body_terms"
SQLITE = [
    f"""
    CREATE VIRTUAL TABLE search_entrytext_index USING fts5(
        {COLUMNS}, content='search_entrytext', content_rowid='entry_id', tokenize='ascii', detail='column'
    )
    """,
    f"""
    CREATE TRIGGER search_entrytext_inserted AFTER INSERT ON search_entrytext BEGIN
        INSERT INTO search_entrytext_index(rowid, {COLUMNS})
        VALUES (new.entry_id, new.title_terms, new.summary_terms, new.body_terms);
    END
    """,
    f"""
    CREATE TRIGGER search_entrytext_deleted AFTER DELETE ON search_entrytext BEGIN
        INSERT INTO search_entrytext_index(search_entrytext_index, rowid, {COLUMNS})
        VALUES ('delete', old.entry_id, old.title_terms, old.summary_terms, old.body_terms);
    END
    """,
    f"""
    CREATE TRIGGER search_entrytext_updated AFTER UPDATE ON search_entrytext BEGIN
        INSERT INTO search_entrytext_index(search_entrytext_index, rowid, {COLUMNS})
        VALUES ('delete', old.entry_id, old.title_terms, old.summary_terms, old.body_terms);
        INSERT INTO search_entrytext_index(rowid, {COLUMNS})
        VALUES (new.entry_id, new.title_terms, new.summary_terms, new.body_terms);
    END
    """,
]


def add_text_index(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def remove_text_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE search_entrytext DROP COLUMN lead_vector, DROP COLUMN search_vector")
        return
    for name in ("inserted", "deleted", "updated"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS search_entrytext_{name}")
    schema_editor.execute("DROP TABLE IF EXISTS search_entrytext_index")


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EntryFacet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('audience', 'For whom'), ('topic', 'Topic'), ('type', 'Kind'), ('age', 'Age'), ('language', 'Language'), ('duration', 'Time needed')], max_length=10)),
                ('code', models.CharField(max_length=60)),
            ],
            options={
                'verbose_name': 'facet of an entry',
                'verbose_name_plural': 'facets of entries',
            },
        ),
        migrations.CreateModel(
            name='PublishedEntry',
            fields=[
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='published_entry', serialize=False, to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
                ('translation_key', models.UUIDField(db_index=True)),
                ('locale', models.CharField(max_length=10)),
                ('type', models.CharField(choices=[('guide', 'Guide'), ('lesson', 'Lesson plan'), ('campaign', 'Campaign'), ('event', 'Event'), ('toolkit', 'Toolkit'), ('material', 'Campaign material'), ('initiative', 'Initiative'), ('annual_report', 'Publication'), ('dataset', 'Dataset'), ('audience', 'For an audience'), ('news', 'News'), ('good_practice', 'Good practice'), ('quiz', 'Quiz'), ('faq', 'Questions and answers'), ('glossary', 'Glossary'), ('page', 'Page')], max_length=20)),
                ('path', models.TextField()),
                ('title', models.CharField(max_length=255)),
                ('summary', models.TextField()),
                ('text', models.TextField()),
                ('audiences', models.JSONField(default=list)),
                ('topics', models.JSONField(default=list)),
                ('languages', models.JSONField(default=list)),
                ('resource_type', models.CharField(blank=True, max_length=20)),
                ('typical_age_min', models.PositiveSmallIntegerField(null=True)),
                ('typical_age_max', models.PositiveSmallIntegerField(null=True)),
                ('time_required', models.PositiveSmallIntegerField(null=True)),
                ('is_sensitive', models.BooleanField()),
                ('first_published_at', models.DateTimeField()),
                ('last_published_at', models.DateTimeField()),
                ('revision', models.BigIntegerField(null=True)),
                ('body', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('about', models.TextField()),
                ('codes', models.TextField()),
                ('analyser', models.PositiveSmallIntegerField()),
            ],
            options={
                'verbose_name': 'published entry',
                'verbose_name_plural': 'published entries',
            },
        ),
        migrations.CreateModel(
            name='PromotedResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('sq', 'Albanian'), ('en', 'English')], default='sq', max_length=10, verbose_name='language')),
                ('phrases', models.TextField(help_text='One a line, as a reader would type it.', max_length=4000, verbose_name='queries')),
                ('shows_help', models.BooleanField(default=False, help_text='For words of distress: the help numbers come first, and the words count in any longer query.', verbose_name='show the help numbers')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
            ],
            options={
                'verbose_name': 'promoted result',
                'verbose_name_plural': 'promoted results',
                'ordering': ['language', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SynonymSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('sq', 'Albanian'), ('en', 'English')], default='sq', max_length=10, verbose_name='language')),
                ('words', models.TextField(help_text='One word or phrase a line.', max_length=2000, verbose_name='words that mean the same')),
            ],
            options={
                'verbose_name': 'set of synonyms',
                'verbose_name_plural': 'sets of synonyms',
                'ordering': ['language', 'words'],
            },
        ),
        migrations.CreateModel(
            name='VocabularyWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('locale', models.CharField(max_length=10)),
                ('word', models.CharField(max_length=40)),
                ('folded', models.CharField(max_length=40)),
                ('head', models.CharField(max_length=3)),
                ('tail', models.CharField(max_length=3)),
                ('length', models.PositiveSmallIntegerField()),
                ('entries', models.PositiveIntegerField()),
            ],
            options={
                'verbose_name': 'word of the index',
                'verbose_name_plural': 'words of the index',
            },
        ),
        migrations.CreateModel(
            name='EntryText',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='terms', serialize=False, to='search.publishedentry')),
                ('locale', models.CharField(max_length=10)),
                ('title_terms', models.TextField()),
                ('summary_terms', models.TextField()),
                ('body_terms', models.TextField()),
            ],
            options={
                'verbose_name': 'search terms of an entry',
                'verbose_name_plural': 'search terms of entries',
            },
        ),
        migrations.AddIndex(
            model_name='publishedentry',
            index=models.Index(fields=['locale', '-page'], name='entry_locale'),
        ),
        migrations.AddIndex(
            model_name='publishedentry',
            index=models.Index(fields=['locale', '-first_published_at', '-page'], name='entry_newest'),
        ),
        migrations.AddIndex(
            model_name='publishedentry',
            index=models.Index(fields=['locale', 'type', '-first_published_at', '-page'], name='entry_newest_of_type'),
        ),
        migrations.AddField(
            model_name='entryfacet',
            name='entry',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facets', to='search.publishedentry'),
        ),
        migrations.AddField(
            model_name='promotedresult',
            name='page',
            field=models.ForeignKey(help_text='Shown in the language of the search.', on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page'),
        ),
        migrations.AddIndex(
            model_name='vocabularyword',
            index=models.Index(fields=['locale', 'head', 'length'], name='word_head'),
        ),
        migrations.AddIndex(
            model_name='vocabularyword',
            index=models.Index(fields=['locale', 'tail', 'length'], name='word_tail'),
        ),
        migrations.AddConstraint(
            model_name='vocabularyword',
            constraint=models.UniqueConstraint(fields=('locale', 'word'), name='word_once_a_language'),
        ),
        migrations.AddConstraint(
            model_name='entryfacet',
            constraint=models.UniqueConstraint(fields=('kind', 'code', 'entry'), name='facet_once_an_entry'),
        ),
        migrations.RunPython(add_text_index, remove_text_index),
    ]
