"""Proxies on paper, a second round, Art. 279, and results that another system has counted."""

import django.db.models.deletion
from django.db import migrations, models

from linli.apps.votes.models.guards import VoteGuards
from linli.apps.votes.models.guards_later import LaterGuards, LiftGuards
from linli.platform.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0002_guards"),
        ("platform", "0003_search_cursor"),
        ("votes", "0005_cast_functions"),
    ]

    operations = [
        LiftGuards("OwnersVote"),
        migrations.CreateModel(
            name="ImportedLine",
            fields=[
                (
                    "id",
                    models.BigIntegerField(primary_key=True, serialize=False, verbose_name="编号"),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("item", models.PositiveSmallIntegerField(verbose_name="法定事项")),
                ("title", models.CharField(max_length=200, verbose_name="议题")),
                ("heads", models.PositiveIntegerField(verbose_name="总人数")),
                ("area", models.PositiveBigIntegerField(verbose_name="总面积")),
                ("heads_in", models.PositiveIntegerField(verbose_name="参与人数")),
                ("area_in", models.PositiveBigIntegerField(verbose_name="参与面积")),
                ("heads_yes", models.PositiveIntegerField(verbose_name="同意人数")),
                ("area_yes", models.PositiveBigIntegerField(verbose_name="同意面积")),
                ("passed", models.BooleanField(verbose_name="通过")),
            ],
            options={
                "verbose_name": "导入的结果",
                "verbose_name_plural": "导入的结果",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("item__gte", 1), ("item__lte", 9)),
                        name="imported_line_item",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("area_yes__lte", models.F("area_in")),
                            ("heads_yes__lte", models.F("heads_in")),
                            ("area_in__lte", models.F("area")),
                            ("heads_in__lte", models.F("heads")),
                        ),
                        name="imported_line_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportedVote",
            fields=[
                (
                    "id",
                    models.BigIntegerField(primary_key=True, serialize=False, verbose_name="编号"),
                ),
                (
                    "reference",
                    models.CharField(max_length=12, unique=True, verbose_name="公开编号"),
                ),
                ("area", models.BigIntegerField(verbose_name="区划代码")),
                ("title", models.CharField(max_length=120, verbose_name="名称")),
                ("system", models.CharField(max_length=80, verbose_name="哪个系统")),
                ("held_from", models.DateField(verbose_name="表决开始")),
                ("held_to", models.DateField(verbose_name="表决截止")),
                ("file_hash", models.CharField(max_length=64, verbose_name="文件摘要")),
                ("made_by", models.BigIntegerField(verbose_name="导入账号")),
                ("at", models.DateTimeField(verbose_name="导入时间")),
            ],
            options={
                "verbose_name": "导入的表决",
                "verbose_name_plural": "导入的表决",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("held_to__gte", models.F("held_from"))),
                        name="imported_vote_dates",
                    )
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="motion",
            name="motion_item",
        ),
        migrations.RemoveConstraint(
            model_name="motion",
            name="motion_seats",
        ),
        migrations.AddField(
            model_name="motion",
            name="is_run_off",
            field=models.BooleanField(default=False, verbose_name="第二轮选举"),
        ),
        migrations.AddField(
            model_name="ownersvote",
            name="home",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="places.home",
                verbose_name="要改变用途的房屋",
            ),
        ),
        migrations.AddField(
            model_name="ownersvote",
            name="run_off_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="run_offs",
                to="votes.ownersvote",
                verbose_name="第一轮表决",
            ),
        ),
        migrations.AddField(
            model_name="proxy",
            name="clerk_one",
            field=models.BigIntegerField(null=True, verbose_name="登记人"),
        ),
        migrations.AddField(
            model_name="proxy",
            name="clerk_two",
            field=models.BigIntegerField(null=True, verbose_name="核对人"),
        ),
        migrations.AlterField(
            model_name="motion",
            name="item",
            field=models.PositiveSmallIntegerField(
                choices=[
                    (0, "279"),
                    (1, "1 制定和修改业主大会议事规则"),
                    (2, "2 制定和修改管理规约"),
                    (3, "3 选举业主委员会或者更换业主委员会成员"),
                    (4, "4 选聘和解聘物业服务企业或者其他管理人"),
                    (5, "5 使用建筑物及其附属设施的维修资金"),
                    (6, "6 筹集建筑物及其附属设施的维修资金"),
                    (7, "7 改建、重建建筑物及其附属设施"),
                    (8, "8 改变共有部分的用途或者利用共有部分从事经营活动"),
                    (9, "9 有关共有和共同管理权利的其他重大事项"),
                ],
                verbose_name="法定事项",
            ),
        ),
        migrations.AddConstraint(
            model_name="motion",
            constraint=models.CheckConstraint(
                condition=models.Q(("item__gte", 0), ("item__lte", 9)), name="motion_item"
            ),
        ),
        migrations.AddConstraint(
            model_name="motion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_run_off", False), ("seats", 0)),
                    models.Q(("is_run_off", False), ("item", 3), ("seats__in", [5, 7, 9, 11])),
                    models.Q(
                        ("is_run_off", True), ("item", 3), ("seats__gte", 1), ("seats__lte", 11)
                    ),
                    _connector="OR",
                ),
                name="motion_seats",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownersvote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("home__isnull", False), ("kind", "unanimous"), ("silence", "absent")),
                    models.Q(("home", None), ("kind", "assembly")),
                    _connector="OR",
                ),
                name="owners_vote_home_of_unanimous",
            ),
        ),
        migrations.AddConstraint(
            model_name="proxy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("clerk_two", None),
                    models.Q(
                        ("clerk_one__isnull", False),
                        models.Q(("clerk_two", models.F("clerk_one")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="proxy_two_clerks",
            ),
        ),
        migrations.AddField(
            model_name="importedvote",
            name="compound",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="places.compound",
                verbose_name="小区",
            ),
        ),
        migrations.AddField(
            model_name="importedline",
            name="vote",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="votes.importedvote",
                verbose_name="导入的表决",
            ),
        ),
        migrations.AddIndex(
            model_name="importedvote",
            index=models.Index(fields=["compound", "id"], name="imported_vote_compound"),
        ),
        migrations.AddConstraint(
            model_name="importedvote",
            constraint=models.UniqueConstraint(
                fields=("compound", "file_hash"), name="imported_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="importedline",
            constraint=models.UniqueConstraint(
                fields=("vote", "number"), name="imported_line_number"
            ),
        ),
        VoteGuards("OwnersVote"),
        LaterGuards("OwnersVote"),
        AppendOnly("ImportedVote"),
        AppendOnly("ImportedLine"),
    ]
