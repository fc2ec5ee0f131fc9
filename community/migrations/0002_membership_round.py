from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("community", "0001_initial")]

    operations = [
        migrations.AddField(model_name="membership", name="round", field=models.PositiveIntegerField(default=0)),
    ]
