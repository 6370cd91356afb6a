from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_kinds_health_and_days_of_sources"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="article",
            name="article_waiting",
        ),
        migrations.AlterField(
            model_name="article",
            name="stage",
            field=models.CharField(
                choices=[
                    ("listed", "listed by a feed"),
                    ("fetched", "page fetched"),
                    ("extracted", "text read"),
                    ("named", "searched for names"),
                    ("placed", "placed in a story"),
                    ("linked", "linked to records"),
                    ("parked", "parked"),
                ],
                default="listed",
                max_length=12,
                verbose_name="stage",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(
                    ("stage__in", ["listed", "fetched", "extracted", "named", "placed"])
                ),
                fields=["stage", "next_attempt_at"],
                name="article_waiting",
            ),
        ),
    ]
