import django.db.models.deletion
import django.db.models.expressions
import linli.foundation.areas
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Area",
            fields=[
                (
                    "code",
                    models.BigIntegerField(
                        primary_key=True, serialize=False, verbose_name="区划代码"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("city", "市"),
                            ("district", "区县"),
                            ("subdistrict", "街道（镇）"),
                            ("community", "社区"),
                            ("grid", "网格"),
                        ],
                        max_length=12,
                        verbose_name="层级",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("name_en", models.CharField(blank=True, max_length=80, verbose_name="英文名称")),
                ("lon", models.FloatField(verbose_name="经度")),
                ("lat", models.FloatField(verbose_name="纬度")),
                ("outline", models.JSONField(blank=True, default=list, verbose_name="边界")),
                ("valid_from", models.DateField(verbose_name="启用日期")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="停用日期")),
                ("synthetic", models.BooleanField(default=False, verbose_name="演示用虚构名称")),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="places.area",
                        verbose_name="上级区划",
                    ),
                ),
            ],
            options={
                "verbose_name": "区划",
                "verbose_name_plural": "区划",
                "indexes": [models.Index(fields=["level", "code"], name="places_area_level")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "level__in",
                                (
                                    linli.foundation.areas.Level["CITY"],
                                    linli.foundation.areas.Level["DISTRICT"],
                                    linli.foundation.areas.Level["SUBDISTRICT"],
                                    linli.foundation.areas.Level["COMMUNITY"],
                                    linli.foundation.areas.Level["GRID"],
                                ),
                            )
                        ),
                        name="places_area_level",
                        violation_error_message="区划层级不对，请从列表中选择。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("level", linli.foundation.areas.Level["CITY"]), ("parent", None)
                            ),
                            models.Q(
                                ("level", linli.foundation.areas.Level["DISTRICT"]),
                                (
                                    "parent",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("code"),
                                        "-",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("code"), "%%", models.Value(100000000000)
                                        ),
                                    ),
                                ),
                            ),
                            models.Q(
                                ("level", linli.foundation.areas.Level["SUBDISTRICT"]),
                                (
                                    "parent",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("code"),
                                        "-",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("code"), "%%", models.Value(1000000000)
                                        ),
                                    ),
                                ),
                            ),
                            models.Q(
                                ("level", linli.foundation.areas.Level["COMMUNITY"]),
                                (
                                    "parent",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("code"),
                                        "-",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("code"), "%%", models.Value(1000000)
                                        ),
                                    ),
                                ),
                            ),
                            models.Q(
                                ("level", linli.foundation.areas.Level["GRID"]),
                                (
                                    "parent",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("code"),
                                        "-",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("code"), "%%", models.Value(1000)
                                        ),
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="places_area_parent",
                        violation_error_message="区划代码与上级区划不一致。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level", linli.foundation.areas.Level["GRID"]),
                            models.Q(
                                (
                                    "code",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("code"),
                                        "-",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("code"), "%%", models.Value(100000000000)
                                        ),
                                    ),
                                ),
                                ("level", linli.foundation.areas.Level["CITY"]),
                            ),
                            models.Q(
                                (
                                    "code",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("code"),
                                        "-",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("code"), "%%", models.Value(1000000000)
                                        ),
                                    ),
                                ),
                                ("level", linli.foundation.areas.Level["DISTRICT"]),
                            ),
                            models.Q(
                                (
                                    "code",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("code"),
                                        "-",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("code"), "%%", models.Value(1000000)
                                        ),
                                    ),
                                ),
                                ("level", linli.foundation.areas.Level["SUBDISTRICT"]),
                            ),
                            models.Q(
                                (
                                    "code",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("code"),
                                        "-",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("code"), "%%", models.Value(1000)
                                        ),
                                    ),
                                ),
                                ("level", linli.foundation.areas.Level["COMMUNITY"]),
                            ),
                            _connector="OR",
                        ),
                        name="places_area_zeros",
                        violation_error_message="区划代码的位数与层级不一致。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("code__gte", 100000000000000), ("code__lt", 1000000000000000)
                        ),
                        name="places_area_code",
                        violation_error_message="区划代码应为十五位数字，请核对后重填。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="places_area_dates",
                        violation_error_message="停用日期应晚于启用日期。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lat__gte", -90),
                            ("lat__lte", 90),
                            ("lon__gte", -180),
                            ("lon__lte", 180),
                        ),
                        name="places_area_point",
                        violation_error_message="经纬度不在地球上，请重新在地图上点选位置。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="places_area_name_written",
                        violation_error_message="名称不能为空，请填写名称。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Compound",
            fields=[
                (
                    "id",
                    models.BigIntegerField(primary_key=True, serialize=False, verbose_name="编号"),
                ),
                ("name", models.CharField(max_length=60, verbose_name="小区名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("commodity", "商品房小区"),
                            ("old", "老旧小区"),
                            ("work_unit", "单位宿舍"),
                            ("resettlement", "安置小区"),
                            ("affordable", "保障房小区"),
                        ],
                        max_length=12,
                        verbose_name="小区类型",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=120, verbose_name="地址")),
                ("lon", models.FloatField(verbose_name="经度")),
                ("lat", models.FloatField(verbose_name="纬度")),
                ("outline", models.JSONField(blank=True, default=list, verbose_name="边界")),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="建成年份"
                    ),
                ),
                ("synthetic", models.BooleanField(default=False, verbose_name="演示用虚构名称")),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="compounds",
                        to="places.area",
                        verbose_name="社区",
                    ),
                ),
            ],
            options={
                "verbose_name": "小区",
                "verbose_name_plural": "小区",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("community", "name"), name="places_compound_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "community",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("community"),
                                    "-",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("community"), "%%", models.Value(1000)
                                    ),
                                ),
                            )
                        ),
                        name="places_compound_community",
                        violation_error_message="小区应属于一个社区。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["commodity", "old", "work_unit", "resettlement", "affordable"],
                            )
                        ),
                        name="places_compound_kind",
                        violation_error_message="小区类型不对，请从列表中选择。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("year", None),
                            models.Q(("year__gte", 1840), ("year__lte", 2100)),
                            _connector="OR",
                        ),
                        name="places_compound_year",
                        violation_error_message="建成年份不对，请填写四位年份。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lat__gte", -90),
                            ("lat__lte", 90),
                            ("lon__gte", -180),
                            ("lon__lte", 180),
                        ),
                        name="places_compound_point",
                        violation_error_message="经纬度不在地球上，请重新在地图上点选位置。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="places_compound_name_written",
                        violation_error_message="名称不能为空，请填写名称。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Building",
            fields=[
                (
                    "id",
                    models.BigIntegerField(primary_key=True, serialize=False, verbose_name="编号"),
                ),
                ("name", models.CharField(max_length=60, verbose_name="楼栋名称")),
                ("lon", models.FloatField(verbose_name="经度")),
                ("lat", models.FloatField(verbose_name="纬度")),
                ("footprint", models.JSONField(blank=True, default=list, verbose_name="轮廓")),
                ("floors", models.PositiveSmallIntegerField(verbose_name="层数")),
                ("entrances", models.PositiveSmallIntegerField(default=1, verbose_name="单元数")),
                ("has_lift", models.BooleanField(default=False, verbose_name="有电梯")),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="建成年份"
                    ),
                ),
                ("households", models.PositiveSmallIntegerField(default=0, verbose_name="户数")),
                ("card_code", models.CharField(max_length=12, unique=True, verbose_name="楼牌码")),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="buildings",
                        to="places.area",
                        verbose_name="社区",
                    ),
                ),
                (
                    "compound",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="buildings",
                        to="places.compound",
                        verbose_name="小区",
                    ),
                ),
            ],
            options={
                "verbose_name": "楼栋",
                "verbose_name_plural": "楼栋",
                "indexes": [models.Index(fields=["lat", "lon"], name="places_building_point")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("compound__isnull", False)),
                        fields=("compound", "name"),
                        name="places_building_name",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("compound", None)),
                        fields=("community", "name"),
                        name="places_street_house_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "community",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("community"),
                                    "-",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("community"), "%%", models.Value(1000)
                                    ),
                                ),
                            )
                        ),
                        name="places_building_community",
                        violation_error_message="楼栋应属于一个社区。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("floors__gte", 1), ("floors__lte", 150)),
                        name="places_building_floors",
                        violation_error_message="层数应在 1 到 150 之间。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("entrances__gte", 1), ("entrances__lte", 40)),
                        name="places_building_entrances",
                        violation_error_message="单元数应在 1 到 40 之间。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("year", None),
                            models.Q(("year__gte", 1840), ("year__lte", 2100)),
                            _connector="OR",
                        ),
                        name="places_building_year",
                        violation_error_message="建成年份不对，请填写四位年份。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lat__gte", -90),
                            ("lat__lte", 90),
                            ("lon__gte", -180),
                            ("lon__lte", 180),
                        ),
                        name="places_building_point",
                        violation_error_message="经纬度不在地球上，请重新在地图上点选位置。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="places_building_name_written",
                        violation_error_message="名称不能为空，请填写名称。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("card_code", ""), _negated=True),
                        name="places_building_card_code_written",
                        violation_error_message="名称不能为空，请填写名称。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CompoundManagement",
            fields=[
                (
                    "id",
                    models.BigIntegerField(primary_key=True, serialize=False, verbose_name="编号"),
                ),
                ("valid_from", models.DateField(verbose_name="起始日期")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("unit_managed", "单位包管"),
                            ("resident_managed", "居民自管"),
                            ("firm_introduced", "引入物业"),
                            ("community_managed", "社区代管"),
                            ("firm_contract", "物业服务合同"),
                            ("none", "暂无管理"),
                        ],
                        max_length=20,
                        verbose_name="管理模式",
                    ),
                ),
                ("decision", models.CharField(blank=True, max_length=200, verbose_name="决定依据")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="决定日期")),
                (
                    "compound",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="management",
                        to="places.compound",
                        verbose_name="小区",
                    ),
                ),
            ],
            options={
                "verbose_name": "管理模式",
                "verbose_name_plural": "管理模式",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="places_compoundmanagement_dates",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "mode__in",
                                [
                                    "unit_managed",
                                    "resident_managed",
                                    "firm_introduced",
                                    "community_managed",
                                    "firm_contract",
                                    "none",
                                ],
                            )
                        ),
                        name="places_management_mode",
                        violation_error_message="管理模式不对，请从列表中选择。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mode", "none"),
                            models.Q(
                                models.Q(("decision", ""), _negated=True),
                                ("decided_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="places_management_decided",
                        violation_error_message="变更管理模式要有决定依据和决定日期。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_on", None),
                            ("decided_on__lte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="places_management_decided_before",
                        violation_error_message="决定日期不能晚于开始执行的日期。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GridBuilding",
            fields=[
                (
                    "id",
                    models.BigIntegerField(primary_key=True, serialize=False, verbose_name="编号"),
                ),
                ("valid_from", models.DateField(verbose_name="起始日期")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                (
                    "building",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grids",
                        to="places.building",
                        verbose_name="楼栋",
                    ),
                ),
                (
                    "grid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="places.area",
                        verbose_name="网格",
                    ),
                ),
            ],
            options={
                "verbose_name": "楼栋所属网格",
                "verbose_name_plural": "楼栋所属网格",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="places_gridbuilding_dates",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "grid",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("grid"),
                                    "-",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("grid"), "%%", models.Value(1000)
                                    ),
                                ),
                            ),
                            _negated=True,
                        ),
                        name="places_grid_building_level",
                        violation_error_message="楼栋应归入网格，不能直接归入社区。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Home",
            fields=[
                (
                    "id",
                    models.BigIntegerField(primary_key=True, serialize=False, verbose_name="编号"),
                ),
                ("entrance", models.PositiveSmallIntegerField(default=1, verbose_name="单元")),
                ("floor", models.SmallIntegerField(verbose_name="楼层")),
                ("number", models.CharField(max_length=20, verbose_name="房号")),
                (
                    "exclusive_area",
                    models.PositiveIntegerField(verbose_name="专有面积（0.01 平方米）"),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("dwelling", "住宅"),
                            ("shop", "商铺"),
                            ("office", "办公"),
                            ("other", "其他"),
                        ],
                        default="dwelling",
                        max_length=8,
                        verbose_name="用途",
                    ),
                ),
                (
                    "building",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="homes",
                        to="places.building",
                        verbose_name="楼栋",
                    ),
                ),
            ],
            options={
                "verbose_name": "房屋",
                "verbose_name_plural": "房屋",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("building", "entrance", "number"), name="places_home_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("floor__gte", -5),
                            ("floor__lte", 150),
                            models.Q(("floor", 0), _negated=True),
                        ),
                        name="places_home_floor",
                        violation_error_message="楼层不对。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("entrance__gte", 1), ("entrance__lte", 40)),
                        name="places_home_entrance",
                        violation_error_message="单元号应在 1 到 40 之间。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("exclusive_area__gte", 1), ("exclusive_area__lte", 10000000)
                        ),
                        name="places_home_area",
                        violation_error_message="专有面积应大于 0，且不超过十万平方米。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("use__in", ["dwelling", "shop", "office", "other"])),
                        name="places_home_use",
                        violation_error_message="房屋用途不对。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        name="places_home_number_written",
                        violation_error_message="名称不能为空，请填写名称。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MapFeature",
            fields=[
                (
                    "id",
                    models.BigIntegerField(primary_key=True, serialize=False, verbose_name="编号"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("river", "江河"),
                            ("main_road", "主干道"),
                            ("street", "街道路"),
                            ("bridge", "桥梁"),
                            ("green", "绿地"),
                        ],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("name_en", models.CharField(blank=True, max_length=80, verbose_name="英文名称")),
                ("lon", models.FloatField(verbose_name="经度")),
                ("lat", models.FloatField(verbose_name="纬度")),
                ("geometry", models.JSONField(verbose_name="图形")),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="features",
                        to="places.area",
                        verbose_name="所在区划",
                    ),
                ),
            ],
            options={
                "verbose_name": "地图要素",
                "verbose_name_plural": "地图要素",
                "indexes": [models.Index(fields=["kind", "area"], name="places_feature_kind")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["river", "main_road", "street", "bridge", "green"])
                        ),
                        name="places_feature_kind",
                        violation_error_message="地图要素的类别不对。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lat__gte", -90),
                            ("lat__lte", 90),
                            ("lon__gte", -180),
                            ("lon__lte", 180),
                        ),
                        name="places_feature_point",
                        violation_error_message="经纬度不在地球上，请重新在地图上点选位置。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="places_feature_name_written",
                        violation_error_message="名称不能为空，请填写名称。",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="building",
            name="street",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="buildings",
                to="places.mapfeature",
                verbose_name="临街",
            ),
        ),
        migrations.CreateModel(
            name="ServiceCentre",
            fields=[
                (
                    "id",
                    models.BigIntegerField(primary_key=True, serialize=False, verbose_name="编号"),
                ),
                ("name", models.CharField(max_length=80, verbose_name="名称")),
                ("address", models.CharField(blank=True, max_length=120, verbose_name="地址")),
                ("lon", models.FloatField(verbose_name="经度")),
                ("lat", models.FloatField(verbose_name="纬度")),
                ("area_m2", models.PositiveIntegerField(verbose_name="面积（平方米）")),
                (
                    "floor_type",
                    models.CharField(
                        choices=[
                            ("stilt_floor", "架空层"),
                            ("idle_site", "盘活闲置场地"),
                            ("built", "配套建设"),
                            ("shared", "共享共用"),
                        ],
                        max_length=12,
                        verbose_name="场地类型",
                    ),
                ),
                ("hours", models.CharField(blank=True, max_length=120, verbose_name="开放时间")),
                ("rooms", models.JSONField(blank=True, default=list, verbose_name="功能室")),
                ("serves_party", models.BooleanField(default=True, verbose_name="党群服务")),
                ("serves_government", models.BooleanField(default=False, verbose_name="政务服务")),
                ("serves_market", models.BooleanField(default=False, verbose_name="市场服务")),
                ("serves_social", models.BooleanField(default=False, verbose_name="社会服务")),
                ("has_ramp", models.BooleanField(default=False, verbose_name="无障碍坡道")),
                (
                    "has_accessible_toilet",
                    models.BooleanField(default=False, verbose_name="无障碍卫生间"),
                ),
                ("has_low_counter", models.BooleanField(default=False, verbose_name="低位服务台")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "规划中"),
                            ("building", "建设中"),
                            ("open", "开放"),
                            ("closed", "关闭"),
                        ],
                        max_length=10,
                        verbose_name="开放状态",
                    ),
                ),
                ("opened_on", models.DateField(blank=True, null=True, verbose_name="开放日期")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="关闭日期")),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="centres",
                        to="places.area",
                        verbose_name="社区",
                    ),
                ),
                (
                    "compound",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="centres",
                        to="places.compound",
                        verbose_name="所在小区",
                    ),
                ),
            ],
            options={
                "verbose_name": "党群服务中心",
                "verbose_name_plural": "党群服务中心",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("community", "name"), name="places_centre_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "community",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("community"),
                                    "-",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("community"), "%%", models.Value(1000)
                                    ),
                                ),
                            )
                        ),
                        name="places_centre_community",
                        violation_error_message="服务中心应属于一个社区。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("area_m2__gte", 1), ("area_m2__lte", 100000)),
                        name="places_centre_area",
                        violation_error_message="面积应为 1 到 100000 平方米。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("floor_type__in", ["stilt_floor", "idle_site", "built", "shared"])
                        ),
                        name="places_centre_floor_type",
                        violation_error_message="场地类型不对，请从列表中选择。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_on", None),
                                ("opened_on", None),
                                ("state__in", ["planned", "building"]),
                            ),
                            models.Q(
                                ("closed_on", None), ("opened_on__isnull", False), ("state", "open")
                            ),
                            models.Q(("closed_on__isnull", False), ("state", "closed")),
                            _connector="OR",
                        ),
                        name="places_centre_state",
                        violation_error_message="服务中心的状态与日期不一致，开放要有开放日期，关闭要有关闭日期。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on", None),
                            ("opened_on", None),
                            ("closed_on__gte", models.F("opened_on")),
                            _connector="OR",
                        ),
                        name="places_centre_dates",
                        violation_error_message="关闭日期不能早于开放日期。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lat__gte", -90),
                            ("lat__lte", 90),
                            ("lon__gte", -180),
                            ("lon__lte", 180),
                        ),
                        name="places_centre_point",
                        violation_error_message="经纬度不在地球上，请重新在地图上点选位置。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="places_centre_name_written",
                        violation_error_message="名称不能为空，请填写名称。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NeighbourPlace",
            fields=[
                (
                    "id",
                    models.BigIntegerField(primary_key=True, serialize=False, verbose_name="编号"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("play_place", "童趣乐园"),
                            ("book_bar", "红色书吧"),
                            ("fitness_corner", "健身角"),
                            ("chess_pavilion", "棋牌凉亭"),
                            ("talk_pavilion", "议事亭"),
                            ("elder_room", "老年活动室"),
                            ("charging_shed", "电动车充电棚"),
                            ("neighbour_garden", "邻里花园"),
                        ],
                        max_length=20,
                        verbose_name="类别",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="名称")),
                ("lon", models.FloatField(verbose_name="经度")),
                ("lat", models.FloatField(verbose_name="纬度")),
                ("hours", models.CharField(blank=True, max_length=120, verbose_name="开放时间")),
                (
                    "inscription",
                    models.CharField(blank=True, max_length=80, verbose_name="氛围造型文字"),
                ),
                ("is_open", models.BooleanField(default=True, verbose_name="开放")),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="neighbour_places",
                        to="places.area",
                        verbose_name="社区",
                    ),
                ),
                (
                    "compound",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="neighbour_places",
                        to="places.compound",
                        verbose_name="所在小区",
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="neighbour_places",
                        to="places.servicecentre",
                        verbose_name="所属服务中心",
                    ),
                ),
            ],
            options={
                "verbose_name": "邻里活动场所",
                "verbose_name_plural": "邻里活动场所",
                "constraints": [
                    models.UniqueConstraint(fields=("community", "name"), name="places_place_name"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "community",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("community"),
                                    "-",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("community"), "%%", models.Value(1000)
                                    ),
                                ),
                            )
                        ),
                        name="places_place_community",
                        violation_error_message="活动场所应属于一个社区。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "play_place",
                                    "book_bar",
                                    "fitness_corner",
                                    "chess_pavilion",
                                    "talk_pavilion",
                                    "elder_room",
                                    "charging_shed",
                                    "neighbour_garden",
                                ],
                            )
                        ),
                        name="places_place_kind",
                        violation_error_message="活动场所的类别不对，请从列表中选择。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lat__gte", -90),
                            ("lat__lte", 90),
                            ("lon__gte", -180),
                            ("lon__lte", 180),
                        ),
                        name="places_place_point",
                        violation_error_message="经纬度不在地球上，请重新在地图上点选位置。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="places_place_name_written",
                        violation_error_message="名称不能为空，请填写名称。",
                    ),
                ],
            },
        ),
    ]
