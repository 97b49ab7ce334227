from django.db import migrations, models


def say_who_takes_questions(apps, schema_editor):
    """Cards are made anew at the next change of a facility; those that stand already say it from now on."""
    Card = apps.get_model("shelters", "Card")
    for card in Card.objects.select_related("facility"):
        card.shown["asks"] = card.facility.takes_questions
        card.save(update_fields=["shown"])


class Migration(migrations.Migration):

    dependencies = [
        ("shelters", "0006_two_people_and_feed"),
    ]

    operations = [
        migrations.AddField(
            model_name="facility",
            name="questions_paused",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(say_who_takes_questions, migrations.RunPython.noop),
    ]
