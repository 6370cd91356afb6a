
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0015_hosts_of_mirrors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptApart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(blank=True, max_length=400, verbose_name='reason')),
                ('said_at', models.DateTimeField(auto_now_add=True, verbose_name='said')),
            ],
            options={
                'verbose_name': 'stories kept apart',
                'verbose_name_plural': 'stories kept apart',
            },
        ),
        migrations.CreateModel(
            name='KeptProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('profile', models.JSONField(default=dict)),
                ('keys', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('first_at', models.DateTimeField(null=True)),
                ('last_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'profile of a story',
                'verbose_name_plural': 'profiles of stories',
            },
        ),
        migrations.CreateModel(
            name='StoryEdit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('name', 'named'), ('lock', 'locked'), ('unlock', 'unlocked'), ('move', 'article moved'), ('split', 'split'), ('merge', 'merged')], max_length=8, verbose_name='what was done')),
                ('before', models.JSONField(default=dict, editable=False)),
                ('reason', models.CharField(blank=True, max_length=400, verbose_name='reason')),
                ('done_at', models.DateTimeField(auto_now_add=True, verbose_name='when')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='taken back')),
            ],
            options={
                'verbose_name': 'edit of a story',
                'verbose_name_plural': 'edits of stories',
                'ordering': ['-id'],
            },
        ),
        migrations.RemoveIndex(
            model_name='articlefingerprint',
            name='fingerprint_names',
        ),
        migrations.RemoveIndex(
            model_name='articlefingerprint',
            name='fingerprint_terms',
        ),
        migrations.AddField(
            model_name='articlefingerprint',
            name='language',
            field=models.CharField(blank=True, max_length=2),
        ),
        migrations.AddField(
            model_name='articlefingerprint',
            name='subjects',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None),
        ),
        migrations.AddField(
            model_name='keptapart',
            name='one',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='apart_before', to='cases.story'),
        ),
        migrations.AddField(
            model_name='keptapart',
            name='other',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='apart_after', to='cases.story'),
        ),
        migrations.AddField(
            model_name='keptapart',
            name='said_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='keptprofile',
            name='story',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='kept_profile', to='cases.story'),
        ),
        migrations.AddField(
            model_name='storyedit',
            name='done_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='storyedit',
            name='other',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.story', verbose_name='other story'),
        ),
        migrations.AddField(
            model_name='storyedit',
            name='story',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='edits', to='cases.story', verbose_name='story'),
        ),
        migrations.AddConstraint(
            model_name='keptapart',
            constraint=models.UniqueConstraint(fields=('one', 'other'), name='a_pair_is_kept_apart_once'),
        ),
        migrations.AddConstraint(
            model_name='keptapart',
            constraint=models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='the_older_story_stands_first'),
        ),
        migrations.AddIndex(
            model_name='keptprofile',
            index=django.contrib.postgres.indexes.GinIndex(fields=['keys'], name='story_profile_keys'),
        ),
        migrations.AddIndex(
            model_name='keptprofile',
            index=models.Index(fields=['last_at'], name='story_profile_last'),
        ),
    ]
