from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("community", "0003_reaction_is_on")]

    operations = [
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(fields=["group", "role", "state", "joined_at"], name="membership_of_group"),
        ),
    ]
